//! Makes a bad message of a good one.

use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Map, Value, json};

/// What was done to a message.
pub const KINDS: [&str; 10] = [
    "a value replaced by an extreme one",
    "a value of another message in its place",
    "a field left out",
    "a field added",
    "a field written twice",
    "a value wrapped or repeated",
    "bytes changed",
    "cut off",
    "bytes added",
    "no message at all",
];

/// Texts that stand for themselves: most could not be in a tree.
fn extreme(rng: &mut StdRng) -> String {
    const SHORT: [&str; 34] = [
        "0",
        "-1",
        "-0",
        "1.5",
        "1e3",
        "1e400",
        "-1e400",
        "01",
        "0x10",
        "+1",
        "NaN",
        "Infinity",
        "18446744073709551615",
        "18446744073709551616",
        "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456",
        "\"340282366920938463463374607431768211455\"",
        "\"340282366920938463463374607431768211456\"",
        "\"-1\"",
        "\"1.0000000000000000001\"",
        "\"999999999999999999999.999999999999999999\"",
        "\"0\"",
        "\"\"",
        "\" 1\"",
        "\"１\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\u{202e}cosmwasm1\u{fe0f}\"",
        "null",
        "true",
        "[]",
        "{}",
        "[[]]",
        "{\"\":{}}",
    ];
    match rng.random_range(0..12u8) {
        0 => "9".repeat(rng.random_range(20..60_000)),
        1 => format!("\"{}\"", "9".repeat(rng.random_range(20..60_000))),
        2 => format!("\"{}\"", "x".repeat(rng.random_range(1_000..120_000))),
        3 => "[".repeat(rng.random_range(100..50_000)),
        4 => {
            let depth = rng.random_range(100..20_000);
            format!("{}{}", "{\"a\":".repeat(depth), "}".repeat(depth))
        }
        5 => format!("[{}0]", "0,".repeat(rng.random_range(100..20_000))),
        _ => SHORT[rng.random_range(0..SHORT.len())].to_owned(),
    }
}

/// All values in a tree, deepest last.
fn places(tree: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match tree {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                places(value, &format!("{path}/{index}"), found);
            }
        }
        _ => (),
    }
}

fn somewhere<'a>(tree: &'a mut Value, rng: &mut StdRng) -> &'a mut Value {
    let mut found = vec![];
    places(tree, "", &mut found);
    let path = found.swap_remove(rng.random_range(0..found.len()));
    tree.pointer_mut(&path).expect("a path of this tree")
}

fn object<'a>(tree: &'a mut Value, rng: &mut StdRng) -> &'a mut Map<String, Value> {
    let mut found = vec![];
    places(tree, "", &mut found);
    found.retain(|path| tree.pointer(path).is_some_and(Value::is_object));
    let path = found.swap_remove(rng.random_range(0..found.len()));
    tree.pointer_mut(&path).and_then(Value::as_object_mut).expect("a message is an object")
}

fn field(fields: &Map<String, Value>, rng: &mut StdRng) -> Option<String> {
    let names: Vec<&String> = fields.keys().collect();
    (!names.is_empty()).then(|| names[rng.random_range(0..names.len())].clone())
}

/// The text with something in it that the tree only marks.
fn with_raw(tree: &Value, raw: &str) -> Vec<u8> {
    tree.to_string().replacen("\"<raw>\"", raw, 1).into_bytes()
}

/// A mutant of a message; `other` is some other message.
pub fn mutant(kind: usize, message: &Value, other: &Value, rng: &mut StdRng) -> Vec<u8> {
    let mut tree = message.clone();
    match kind {
        0 => {
            *somewhere(&mut tree, rng) = json!("<raw>");
            with_raw(&tree, &extreme(rng))
        }
        1 => {
            let mut other = other.clone();
            let found = somewhere(&mut other, rng).clone();
            *somewhere(&mut tree, rng) = found;
            tree.to_string().into_bytes()
        }
        2 => {
            let fields = object(&mut tree, rng);
            if let Some(name) = field(fields, rng) {
                fields.remove(&name);
            }
            tree.to_string().into_bytes()
        }
        3 => {
            object(&mut tree, rng).insert("extra".to_owned(), json!("<raw>"));
            with_raw(&tree, &extreme(rng))
        }
        4 => {
            let fields = object(&mut tree, rng);
            let name = field(fields, rng).unwrap_or_else(|| "twice".to_owned());
            let value = fields.insert(name.clone(), json!("<raw>")).unwrap_or_default();
            with_raw(&tree, &format!("{value},{}:{value}", json!(name)))
        }
        5 => {
            let place = somewhere(&mut tree, rng);
            let times = [0, 1, 2, 17, 300, 3_000][rng.random_range(0..6)];
            *place = Value::Array(vec![place.clone(); times]);
            tree.to_string().into_bytes()
        }
        6 => {
            let mut bytes = tree.to_string().into_bytes();
            for _ in 0..rng.random_range(1..8) {
                let at = rng.random_range(0..bytes.len());
                bytes[at] = rng.random();
            }
            bytes
        }
        7 => {
            let mut bytes = tree.to_string().into_bytes();
            bytes.truncate(rng.random_range(0..bytes.len()));
            bytes
        }
        8 => {
            let mut bytes = tree.to_string().into_bytes();
            let at = rng.random_range(0..=bytes.len());
            let more =
                [b" ".repeat(50_000), b"\xef\xbb\xbf".to_vec(), bytes.clone(), b"/**/".to_vec(), vec![0]];
            let more = more[rng.random_range(0..more.len())].clone();
            bytes.splice(at..at, more);
            bytes
        }
        _ => match rng.random_range(0..3u8) {
            0 => (0..rng.random_range(0..200)).map(|_| rng.random()).collect(),
            1 => extreme(rng).into_bytes(),
            _ => format!("{{{}:{}}}", json!("settle"), extreme(rng)).into_bytes(),
        },
    }
}
