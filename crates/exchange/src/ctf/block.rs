//! One block of the file, gathered before it is read as values.

use super::{elements::Kind, notes::Notes, xml::{Node, Xml}};
use crate::{Position, Unreadable};
use std::io::Read;

/// The most bytes of values in a block with all that is in it. A pupil with ten years of attendance has some 20 KB.
const MOST_TEXT: usize = 1024 * 1024;
/// The most elements of a block with all that is in it.
const MOST_ELEMENTS: u64 = 100_000;

/// A value as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// The path of its element below the block.
    pub(super) path: &'static str,
    pub(super) text: String,
    pub(super) position: Position,
}

/// A block: its values, and the blocks in it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) position: Position,
    pub(super) leaves: Vec<Leaf>,
    pub(super) blocks: Vec<Block>,
}

/// A block that is still open.
struct Open {
    block: Block,
    path: Vec<String>,
    /// How much of the path was known when an unknown element began; what is in that one is not counted again.
    unknown_from: Option<usize>,
}

impl Open {
    fn new(kind: Kind, position: Position) -> Self {
        let block = Block { kind, position, leaves: Vec::new(), blocks: Vec::new() };
        Self { block, path: Vec::new(), unknown_from: None }
    }

    /// Goes into an element, noting it if it is not known.
    fn enter(&mut self, name: &str, notes: &mut Notes) {
        self.path.push(name.to_owned());
        if self.unknown_from.is_some() {
            return;
        }
        let path = self.path.join("/");
        let kind = self.block.kind;
        let begins = |known: &&str| known.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if !kind.leaves().iter().any(|known| begins(known)) && !kind.wrappers().contains(&path.as_str()) {
            self.unknown_from = Some(self.path.len());
            notes.unknown_element(name);
        }
    }

    /// Leaves an element, keeping its text if it is a value that is known.
    fn leave<R: Read>(&mut self, xml: &Xml<R>) {
        let path = self.path.join("/");
        let known = self.block.kind.leaves().iter().find(|known| **known == path);
        if let (Some(path), Some(element)) = (known, xml.element(Node::Close))
            && !element.has_elements
        {
            self.block.leaves.push(Leaf { path, text: xml.text().to_owned(), position: element.position });
        }
        self.path.pop();
        self.unknown_from = self.unknown_from.filter(|from| *from <= self.path.len());
    }
}

impl Block {
    /// Gathers the block whose opening tag was read last, up to its closing tag.
    pub(super) fn gather<R: Read>(kind: Kind, xml: &mut Xml<R>, notes: &mut Notes) -> Result<Self, Unreadable> {
        let begin = xml.element(Node::Open).map_or(xml.position(), |element| element.position);
        let mut current = Open::new(kind, begin);
        let mut outer: Vec<Open> = Vec::new();
        let (mut text, mut elements) = (0, 0);
        loop {
            let node = xml.advance()?;
            match (node, xml.element(node)) {
                (Node::Open, Some(element)) => {
                    elements += 1;
                    let path = current.path.iter().map(String::as_str).chain([element.name.as_str()]).collect::<Vec<_>>();
                    match current.block.kind.opened_by(&path.join("/"), &element.name) {
                        Some(inner) => {
                            outer.push(std::mem::replace(&mut current, Open::new(inner, element.position)));
                        }
                        None => current.enter(&element.name, notes),
                    }
                }
                (Node::Close, _) if current.path.is_empty() => match outer.pop() {
                    Some(parent) => {
                        let inner = std::mem::replace(&mut current, parent);
                        current.block.blocks.push(inner.block);
                    }
                    None => return Ok(current.block),
                },
                (Node::Close, _) => {
                    text += xml.text().len();
                    current.leave(xml);
                }
                // The parser gives the end only when everything is closed.
                (Node::Open | Node::End, _) => return Ok(current.block),
            }
            let too_much = |what, most| Unreadable::TooMuch { position: begin, what, most };
            if text > MOST_TEXT {
                return Err(too_much("bytes in one pupil", MOST_TEXT as u64));
            }
            if elements > MOST_ELEMENTS {
                return Err(too_much("elements in one pupil", MOST_ELEMENTS));
            }
        }
    }

    /// The blocks of a kind in it.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Self> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}
