//! Going through the file pupil by pupil.

use super::{
    block::Block,
    elements::Kind,
    header::{self, CtfHeader},
    notes::{CtfNote, Notes},
    pupil::{self, CtfPupil},
    xml::{Node, Xml},
};
use crate::{Entry, Unreadable};
use std::io::Read;

/// Reads a Common Transfer File.
///
/// ```
/// use exchange::Ctf;
///
/// let file = "<CTfile><CTFpupilData><Pupil><UPN>R674123101121</UPN><Surname>Example</Surname>\
///             <Forename>Ada</Forename><DOB>2015-01-31</DOB><Sex>F</Sex></Pupil></CTFpupilData></CTfile>";
/// let mut pupils = Ctf::open(file.as_bytes())?;
/// while let Some(entry) = pupils.next_pupil()? {
///     assert_eq!(entry.map(|row| row.values.row.surname), Ok("Example".to_owned()));
/// }
/// # Ok::<(), exchange::Unreadable>(())
/// ```
pub struct Ctf<R> {
    xml: Xml<R>,
    header: CtfHeader,
    notes: Notes,
    place: Place,
}

/// Where in the file the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Below the root element.
    Root,
    /// Among the pupils.
    Pupils,
    /// Behind the root element.
    End,
}

impl<R: Read> Ctf<R> {
    /// Reads up to the first pupil.
    pub fn open(input: R) -> Result<Self, Unreadable> {
        let mut xml = Xml::new(input)?;
        let node = xml.advance()?;
        if let Some(root) = xml.element(node)
            && root.name != "CTfile"
        {
            let detail = format!("its root element is `{}` and not `CTfile`", root.name.replace(char::is_control, "?"));
            return Err(Unreadable::NotCtf { position: root.position, detail });
        }
        let mut file = Self { xml, header: CtfHeader::default(), notes: Notes::default(), place: Place::Root };
        while file.place == Place::Root {
            file.below_root()?;
        }
        Ok(file)
    }

    /// What the file says of itself.
    pub fn header(&self) -> &CtfHeader {
        &self.header
    }

    /// The next pupil; none at the end of the file.
    pub fn next_pupil(&mut self) -> Result<Option<Entry<CtfPupil>>, Unreadable> {
        loop {
            match self.place {
                Place::Root => self.below_root()?,
                Place::End => return Ok(None),
                Place::Pupils => {
                    let node = self.xml.advance()?;
                    match (node, self.xml.element(node)) {
                        (Node::Open, Some(element)) if element.name == "Pupil" => {
                            let block = Block::gather(Kind::Pupil, &mut self.xml, &mut self.notes)?;
                            return Ok(Some(pupil::read(&block, &self.header, &mut self.notes)));
                        }
                        (Node::Open, _) => self.pass_over()?,
                        (Node::Close, _) => self.place = Place::Root,
                        (Node::End, _) => self.place = Place::End,
                    }
                }
            }
        }
    }

    /// What a person should know of what was read so far; complete when there are no more pupils.
    pub fn notes(&self) -> Vec<CtfNote> {
        self.notes.list()
    }

    fn below_root(&mut self) -> Result<(), Unreadable> {
        let node = self.xml.advance()?;
        match (node, self.xml.element(node).map(|element| element.name.as_str())) {
            (Node::Open, Some("Header")) => {
                let block = Block::gather(Kind::Header, &mut self.xml, &mut self.notes)?;
                self.header = header::read(&block, &mut self.notes)?;
            }
            (Node::Open, Some("CTFpupilData")) => self.place = Place::Pupils,
            (Node::Open, _) => self.pass_over()?,
            // What may follow the root element is read too: the file is good only if it is good to its end.
            (Node::Close, _) => {}
            (Node::End, _) => self.place = Place::End,
        }
        Ok(())
    }

    /// Passes over the element that was just opened.
    fn pass_over(&mut self) -> Result<(), Unreadable> {
        if let Some(element) = self.xml.element(Node::Open) {
            self.notes.unknown_element(&element.name);
        }
        let mut depth = 1;
        while depth > 0 {
            match self.xml.advance()? {
                Node::Open => depth += 1,
                Node::Close => depth -= 1,
                Node::End => return Ok(()),
            }
        }
        Ok(())
    }
}
