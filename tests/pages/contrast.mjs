// This runs in the page, and knows nothing but it.

/** Words that are too faint on what is behind them, on the page and in pictures; contrast as WCAG 2 defines it. */
export function faintWords(least) {
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const over = (colour, share, ground) => ground.map((part, place) => colour[place] * share + part * (1 - share));
  const light = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = colour.map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paint = (colour, share, ground) => {
    const [red, green, blue, alpha = 1] = parts(colour);
    return over([red, green, blue], alpha * share, ground);
  };

  /** What is behind an element of the page: the backgrounds of all that it is in. */
  const ground = (element) => {
    const below = element.parentElement ? ground(element.parentElement) : [255, 255, 255];
    return paint(getComputedStyle(element).backgroundColor, 1, below);
  };
  /** What was drawn under a word of a picture. */
  const drawn = (word) => {
    word.scrollIntoView({ block: "center" });
    const box = word.getBoundingClientRect();
    const under = document.elementsFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const shapes = under.slice(under.indexOf(word) + 1).filter((each) => each.ownerSVGElement && each.tagName !== "text");
    return shapes.reverse().reduce((behind, shape) => {
      const { fill, opacity } = getComputedStyle(shape);
      // A hatching has no one colour: no word may stand on it.
      if (fill.startsWith("url")) return parts(getComputedStyle(word).fill);
      return fill === "none" ? behind : paint(fill, opacity, behind);
    }, ground(word.ownerSVGElement.parentElement));
  };

  const found = new Set();
  const judge = (words, colour, behind) => {
    const [dark, bright] = [light(paint(colour, 1, behind)), light(behind)].sort((one, other) => one - other);
    const contrast = (bright + 0.05) / (dark + 0.05);
    if (contrast < least) found.add(`${contrast.toFixed(2)}: ${words.trim().slice(0, 60)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let judged = 0;
  while (texts.nextNode()) {
    const [words, element] = [texts.currentNode.data, texts.currentNode.parentElement];
    if (!words.trim() || !element.checkVisibility()) continue;
    judged += 1;
    const style = getComputedStyle(element);
    if (element.ownerSVGElement) judge(words, style.fill, drawn(element));
    else judge(words, style.color, ground(element));
  }
  return judged > 0 ? [...found] : ["there are no words"];
}
