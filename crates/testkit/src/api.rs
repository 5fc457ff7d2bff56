//! An HTTP client of the API, with or without a token.

use serde_json::Value;
use ureq::http::{Method, Request};

/// A client of the API.
#[derive(Debug, Clone)]
pub struct Api {
    agent: ureq::Agent,
    base: String,
    headers: Vec<(String, String)>,
}

/// An answer: everything a test may want to look at.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub text: String,
    /// The body as JSON; null where it is none.
    pub json: Value,
}

impl Answer {
    /// The value of a header, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The answer, where it has the status; else the test fails and shows it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The codes of the violations of a problem with their pointers, in their order.
    pub fn violations(&self) -> Vec<String> {
        let list = self.json["errors"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|each| format!("{} {}", each["pointer"].as_str().unwrap_or(""), each["code"].as_str().unwrap_or("")))
            .collect()
    }

    /// The id of the resource.
    #[track_caller]
    pub fn id(&self) -> String {
        self.json["id"].as_str().map_or_else(|| panic!("no id in {}", self.text), str::to_owned)
    }
}

impl Api {
    /// A client without a token.
    pub fn anonymous(base: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            .max_redirects(0)
            .build();
        Self { agent: ureq::Agent::new_with_config(config), base: base.to_owned(), headers: Vec::new() }
    }

    /// The same client with one more header on every request.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same client acting for a member of staff.
    #[must_use]
    pub fn acting_for(&self, staff_id: &str) -> Self {
        self.with("Acting-Staff", staff_id)
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, body)
    }

    /// PUT of JSON.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, body)
    }

    /// PATCH of JSON.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json("PATCH", path, body)
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None)
    }

    /// Any method with JSON.
    pub fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.with("Content-Type", "application/json").send(method, path, Some(body.to_string().into_bytes()))
    }

    /// PUT of JSON; none where the server is gone before it has answered.
    pub fn try_put(&self, path: &str, body: &Value) -> Option<Answer> {
        self.with("Content-Type", "application/json").try_send("PUT", path, Some(body.to_string().into_bytes())).ok()
    }

    /// Any method with any body.
    pub fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Answer {
        self.try_send(method, path, body).expect("an answer")
    }

    fn try_send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Result<Answer, ureq::Error> {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body.unwrap_or_default()).expect("a request");
        let mut response = self.agent.run(request)?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or("").to_owned()))
            .collect();
        let text = response.body_mut().with_config().limit(256 * 1024 * 1024).read_to_string().unwrap_or_default();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer { status, headers, text, json })
    }
}
