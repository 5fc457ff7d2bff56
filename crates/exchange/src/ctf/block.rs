//! One block of the file, gathered before it is read as values.

use super::{
    elements::Kind,
    notes::Notes,
    xml::{Node, Xml},
};
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
    /// Where the reader is below the block, and how long that path was at each level above.
    path: String,
    lengths: Vec<usize>,
    /// The level of an unknown element; what is in it is not counted again.
    unknown_from: Option<usize>,
}

impl Open {
    fn new(kind: Kind, position: Position) -> Self {
        let block = Block { kind, position, leaves: Vec::new(), blocks: Vec::new() };
        Self { block, path: String::new(), lengths: Vec::new(), unknown_from: None }
    }

    /// Goes into an element, unless it opens a block of its own. An element that is not known is noted.
    fn enter(&mut self, name: &str, notes: &mut Notes) -> Option<Kind> {
        let length = self.path.len();
        if length > 0 {
            self.path.push('/');
        }
        self.path.push_str(name);
        let kind = self.block.kind;
        if let Some(inner) = kind.opened_by(&self.path, name) {
            self.path.truncate(length);
            return Some(inner);
        }
        self.lengths.push(length);
        if self.unknown_from.is_none() && !kind.knows(&self.path) {
            self.unknown_from = Some(self.lengths.len());
            notes.unknown_element(name);
        }
        None
    }

    /// Leaves an element and keeps its text if it is a value that is known. Gives the bytes kept.
    fn leave<R: Read>(&mut self, xml: &Xml<R>) -> usize {
        let mut kept = 0;
        let known = self.block.kind.leaves().iter().find(|known| **known == self.path);
        if let (Some(path), Some(element)) = (known, xml.element(Node::Close))
            && !element.has_elements
        {
            kept = xml.text().len();
            self.block.leaves.push(Leaf { path, text: xml.text().to_owned(), position: element.position });
        }
        self.path.truncate(self.lengths.pop().unwrap_or(0));
        self.unknown_from = self.unknown_from.filter(|level| *level <= self.lengths.len());
        kept
    }
}

impl Block {
    /// Gathers the block whose opening tag was read last, up to its closing tag.
    pub(super) fn gather<R: Read>(kind: Kind, xml: &mut Xml<R>, notes: &mut Notes) -> Result<Self, Unreadable> {
        let begin = xml.element(Node::Open).map_or(xml.position(), |element| element.position);
        let too_much = |what, most| Unreadable::TooMuch { position: begin, what, most };
        let mut current = Open::new(kind, begin);
        let mut outer: Vec<Open> = Vec::new();
        let (mut text, mut elements) = (0, 0);
        loop {
            let node = xml.advance()?;
            match (node, xml.element(node)) {
                (Node::Open, Some(element)) => {
                    elements += 1;
                    if let Some(inner) = current.enter(&element.name, notes) {
                        outer.push(std::mem::replace(&mut current, Open::new(inner, element.position)));
                    }
                }
                (Node::Close, _) if !current.lengths.is_empty() => text += current.leave(xml),
                // The parser gives the end of the file only when everything is closed.
                _ => match outer.pop() {
                    None => return Ok(current.block),
                    Some(parent) => {
                        let inner = std::mem::replace(&mut current, parent);
                        current.block.blocks.push(inner.block);
                    }
                },
            }
            if text > MOST_TEXT {
                return Err(too_much("bytes of values in one pupil", MOST_TEXT as u64));
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
