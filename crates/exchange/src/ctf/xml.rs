//! XML as a stream of elements, with everything refused that could do harm: document types, entities, depth and
//! length without end.

use super::{
    references,
    source::{AllowanceSpent, Source},
};
use crate::{Position, Unreadable};
use quick_xml::{
    Error, Reader,
    errors::SyntaxError,
    events::{BytesDecl, BytesStart, Event},
};
use std::io::{BufReader, Chain, Cursor, Read};

/// The longest tag or stretch of text.
pub(super) const LONGEST_PIECE: usize = 64 * 1024;
/// The deepest nesting; files seen in the wild need less than ten.
pub(super) const DEEPEST: usize = 32;
/// The most elements of a file. One of 2,000 pupils with all their assessments has a few million.
const MOST_ELEMENTS: u64 = 10_000_000;
/// The most attributes of an element.
const MOST_ATTRIBUTES: usize = 64;
/// The longest name of an element.
const LONGEST_NAME: usize = 100;
/// As much of what the parser says as is repeated.
const SHOWN: usize = 200;

/// What came next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// An element begins.
    Open,
    /// An element ends.
    Close,
    /// The file ends, everything being closed.
    End,
}

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// Its name without a namespace prefix.
    pub(super) name: String,
    /// Where it begins.
    pub(super) position: Position,
    /// Whether it has elements in it.
    pub(super) has_elements: bool,
}

/// The file; its first bytes were looked at and are put before the others again.
type Input<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// Goes from tag to tag.
pub(super) struct Xml<R> {
    reader: Reader<Source<Input<R>>>,
    buffer: Vec<u8>,
    open: Vec<Element>,
    closed: Option<Element>,
    text: String,
    elements: u64,
}

impl<R: Read> Xml<R> {
    pub(super) fn new(mut input: R) -> Result<Self, Unreadable> {
        let mut start = Vec::new();
        input.by_ref().take(3).read_to_end(&mut start).map_err(|error| Unreadable::from(&error))?;
        let bom = match start.as_slice() {
            [0xEF, 0xBB, 0xBF] => 3,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..] => {
                return Err(Unreadable::Encoding { name: "UTF-16".to_owned() });
            }
            [] => return Err(Unreadable::Empty),
            _ => 0,
        };
        start.drain(..bom);
        let input = Cursor::new(start).chain(input);
        let mut source = Source::new(BufReader::with_capacity(LONGEST_PIECE, input));
        source.begins_behind(bom as u64);
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, buffer: Vec::new(), open: Vec::new(), closed: None, text: String::new(), elements: 0 })
    }

    /// Goes to the next tag.
    pub(super) fn advance(&mut self) -> Result<Node, Unreadable> {
        self.text.clear();
        let mut buffer = std::mem::take(&mut self.buffer);
        let node = loop {
            buffer.clear();
            let (at, offset) = (self.position(), self.reader.get_ref().offset());
            self.reader.get_mut().allow(LONGEST_PIECE);
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Err(explain(&error, at, offset, &buffer)),
            };
            if let Some(node) = self.take(&event, at)? {
                break node;
            }
        };
        self.buffer = buffer;
        Ok(node)
    }

    /// The element that was opened last and is still open, or after a closing tag the one that it closed.
    pub(super) fn element(&self, node: Node) -> Option<&Element> {
        if node == Node::Open { self.open.last() } else { self.closed.as_ref() }
    }

    /// The text between the last tag and the one before; of an element without others in it, all its text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where reading has arrived.
    pub(super) fn position(&self) -> Position {
        self.reader.get_ref().position()
    }

    fn take(&mut self, event: &Event<'_>, at: Position) -> Result<Option<Node>, Unreadable> {
        match event {
            // The parser was told to give empty elements as two tags.
            Event::Start(tag) | Event::Empty(tag) => self.open(tag, at).map(Some),
            Event::End(_) => {
                self.closed = self.open.pop();
                Ok(Some(Node::Close))
            }
            Event::Text(text) => self.add(&text.xml10_content(), at),
            Event::CData(text) => self.add(&text.xml10_content(), at),
            Event::GeneralRef(name) => {
                let character = references::resolve(name).ok_or_else(|| refused(name, at))?;
                self.add(character.encode_utf8(&mut [0; 4]), at)
            }
            Event::DocType(_) => Err(Unreadable::Dtd { position: at }),
            Event::Decl(declaration) => check_declaration(declaration, at),
            Event::Comment(_) | Event::PI(_) => Ok(None),
            Event::Eof => self.end(at).map(Some),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: Position) -> Result<Node, Unreadable> {
        let name = tag.local_name();
        let name: &str = name.as_ref();
        self.elements += 1;
        if self.open.len() >= DEEPEST {
            return Err(too_much("elements inside each other", DEEPEST as u64, at));
        }
        if self.elements > MOST_ELEMENTS {
            return Err(too_much("elements", MOST_ELEMENTS, at));
        }
        if name.len() > LONGEST_NAME {
            return Err(too_much("bytes in the name of an element", LONGEST_NAME as u64, at));
        }
        if name.is_empty() {
            return Err(malformed("an element has no name", at));
        }
        match self.open.last_mut() {
            Some(parent) => parent.has_elements = true,
            None if self.elements > 1 => return Err(malformed("there is a second root element", at)),
            None => {}
        }
        check_attributes(tag, at)?;
        self.open.push(Element { name: name.to_owned(), position: at, has_elements: false });
        Ok(Node::Open)
    }

    fn add(&mut self, text: &str, at: Position) -> Result<Option<Node>, Unreadable> {
        if self.open.is_empty() && !text.trim_ascii().is_empty() {
            return Err(if self.elements == 0 {
                Unreadable::NotCtf { position: at, detail: "it does not begin with an XML element".to_owned() }
            } else {
                malformed("there is text behind the root element", at)
            });
        }
        if self.text.len() + text.len() > LONGEST_PIECE {
            return Err(too_much("bytes in one text", LONGEST_PIECE as u64, at));
        }
        self.text.push_str(text);
        Ok(None)
    }

    fn end(&self, at: Position) -> Result<Node, Unreadable> {
        match self.open.last() {
            Some(open) => Err(Unreadable::Truncated { position: at, open: shown(&open.name) }),
            None if self.elements == 0 => {
                Err(Unreadable::NotCtf { position: at, detail: "there is no XML element in it".to_owned() })
            }
            None => Ok(Node::End),
        }
    }
}

fn check_declaration(declaration: &BytesDecl<'_>, at: Position) -> Result<Option<Node>, Unreadable> {
    if at != (Position { line: 1, column: 1 }) {
        return Err(malformed("the XML declaration does not stand at the beginning", at));
    }
    match declaration.encoding() {
        None => Ok(None),
        Some(Err(error)) => Err(malformed(&error.to_string(), at)),
        // Every ASCII text is UTF-8 too.
        Some(Ok(name)) if ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known)) => {
            Ok(None)
        }
        Some(Ok(name)) => Err(Unreadable::Encoding { name: shown(&name) }),
    }
}

/// Attributes say nothing that is read, but what is wrong in them is wrong with the file.
fn check_attributes(tag: &BytesStart<'_>, at: Position) -> Result<(), Unreadable> {
    for (count, attribute) in tag.attributes().enumerate() {
        if count >= MOST_ATTRIBUTES {
            return Err(too_much("attributes of an element", MOST_ATTRIBUTES as u64, at));
        }
        let value = attribute.map_err(|error| malformed(&error.to_string(), at))?.value;
        if let Some(name) = references::first_unknown(&value) {
            return Err(refused(name, at));
        }
    }
    Ok(())
}

fn malformed(detail: &str, position: Position) -> Unreadable {
    Unreadable::Malformed { position, detail: shown(detail) }
}

fn too_much(what: &'static str, most: u64, position: Position) -> Unreadable {
    Unreadable::TooMuch { position, what, most }
}

fn refused(name: &str, position: Position) -> Unreadable {
    Unreadable::Entity { position, name: shown(name) }
}

/// What a failure of the parser means for the file. `piece` is what it had read of the piece that begins `at`.
fn explain(error: &Error, at: Position, offset: u64, piece: &[u8]) -> Unreadable {
    let is_doctype = piece.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"<!d"));
    match error {
        Error::Syntax(SyntaxError::UnclosedDoctype) => Unreadable::Dtd { position: at },
        Error::Io(error) if is_allowance_spent(error) => {
            if is_doctype {
                Unreadable::Dtd { position: at }
            } else {
                too_much("bytes in one tag or text", LONGEST_PIECE as u64, at)
            }
        }
        Error::Io(error) => Unreadable::from(&**error),
        Error::Encoding(_) => {
            let good = piece.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
            let line_ends = piece.iter().take(good).filter(|byte| **byte == b'\n').count();
            Unreadable::NotUtf8 { byte: offset + good as u64 + 1, line: at.line + line_ends as u64 }
        }
        other => malformed(&other.to_string(), at),
    }
}

fn is_allowance_spent(error: &std::io::Error) -> bool {
    error.get_ref().and_then(|inner| inner.downcast_ref::<AllowanceSpent>()).is_some()
}

/// A piece of somebody else's text, cut short and fit to be shown.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}
