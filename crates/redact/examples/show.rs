#![allow(missing_docs)]
use std::io::Read;
fn main() {
    let mut t = String::new();
    std::io::stdin().read_to_string(&mut t).unwrap();
    let r = why502_redact::redact(&t);
    print!("{}", r.text);
    for s in &r.spans { eprintln!("{:?}\t{}\t{}", s.kind, &t[s.from.clone()], &r.text[s.to.clone()]); }
}
