// This runs in the page, and knows nothing but it.

/** Words in pictures that are cut off, lie on each other, or are too small to read. */
export function badLabels(smallest) {
  const found = [];
  for (const picture of document.querySelectorAll("svg[role=img]")) {
    if (!picture.checkVisibility()) continue;
    const frame = picture.getBoundingClientRect();
    const words = [...picture.querySelectorAll("text")].filter((each) => each.textContent.trim());
    const boxes = words.map((word) => ({ said: word.textContent.trim(), box: word.getBoundingClientRect() }));
    const size = (word) => parseFloat(getComputedStyle(word).fontSize) * word.getScreenCTM().a;
    const small = words.find((word) => size(word) < smallest);
    if (small) found.push(`“${small.textContent.trim()}” is ${size(small).toFixed(1)} px high`);
    boxes.forEach(({ said, box }, place) => {
      // The box of a line is higher than its letters.
      const spare = box.height / 4;
      const cut =
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - spare ||
        box.bottom > frame.bottom + spare;
      if (cut) found.push(`“${said}” is cut off`);
      for (const other of boxes.slice(place + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 1 && high > spare) found.push(`“${said}” lies on “${other.said}”`);
      }
    });
  }
  return found;
}
