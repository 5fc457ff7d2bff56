//! As little of HTTP/1.1 as a load run needs: the load generator shares two cores with what it measures.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The bytes of a request.
pub(crate) fn request(method: &str, path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A connection that is kept open.
pub(crate) struct Wire {
    server: SocketAddr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
    body: std::ops::Range<usize>,
}

impl Wire {
    pub(crate) fn to(server: SocketAddr) -> Self {
        Self { server, stream: None, buffer: vec![0; 64 * 1024], body: 0..0 }
    }

    /// Connects, where it has not yet.
    pub(crate) fn connect(&mut self) -> io::Result<()> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.server)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            self.stream = Some(stream);
        }
        Ok(())
    }

    /// Sends a request and reads its answer to the end; answers the status.
    pub(crate) fn send(&mut self, request: &[u8]) -> io::Result<u16> {
        let done = self.exchange(request);
        if done.is_err() {
            self.stream = None;
        }
        done
    }

    /// The body of the last answer that was read to its end.
    pub(crate) fn body(&self) -> &[u8] {
        &self.buffer[self.body.clone()]
    }

    fn exchange(&mut self, request: &[u8]) -> io::Result<u16> {
        self.connect()?;
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        stream.write_all(request)?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(2 * filled, 0);
            }
            let read = stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            filled += read;
            if let Some((status, body)) = head(&self.buffer[..filled])
                && filled >= body.end
            {
                self.body = body;
                return Ok(status);
            }
        }
    }
}

/// The status, and where the body is; none while the head is not whole.
fn head(bytes: &[u8]) -> Option<(u16, std::ops::Range<usize>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    let status = text.get(9..12)?.parse().ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    Some((status, end + 4..end + 4 + length.unwrap_or(0)))
}
