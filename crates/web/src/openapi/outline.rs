//! What the server itself needs to know of the document: addresses, their methods, and which of them take a query. Read from
//! its text, because the whole document made of values takes many times the memory.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The addresses of a document with their operations.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Outline {
    paths: BTreeMap<String, Item>,
    #[serde(default)]
    components: Components,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Components {
    #[serde(default)]
    parameters: BTreeMap<String, Parameter>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Item {
    get: Option<Operation>,
    post: Option<Operation>,
    put: Option<Operation>,
    patch: Option<Operation>,
    delete: Option<Operation>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Operation {
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone, Deserialize)]
struct Parameter {
    /// Where it stands; not said of one that is only referred to.
    #[serde(rename = "in")]
    place: Option<String>,
    #[serde(rename = "$ref")]
    reference: Option<String>,
}

impl Outline {
    /// That of a document in JSON.
    ///
    /// # Errors
    /// Where the text is no document.
    pub fn of(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// Every address, every method it answers to, and whether there may be a query: a parameter of which nobody says where it
    /// stands might stand in one.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &'static str, bool)> {
        self.paths.iter().flat_map(move |(path, item)| {
            let methods = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            methods.into_iter().filter_map(move |(method, operation)| {
                let of_query = |parameter: &Parameter| self.place(parameter).is_none_or(|place| place == "query");
                Some((path.as_str(), method, operation.as_ref()?.parameters.iter().any(of_query)))
            })
        })
    }

    fn place<'a>(&'a self, parameter: &'a Parameter) -> Option<&'a str> {
        let name = || parameter.reference.as_deref()?.strip_prefix("#/components/parameters/");
        let referred = || self.components.parameters.get(name()?)?.place.as_deref();
        parameter.place.as_deref().or_else(referred)
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn a_document_tells_its_operations() {
        let text = r##"{"openapi":"3.1.0","paths":{
            "/a/{id}":{"get":{"parameters":[{"in":"path","name":"id"}]},"delete":{}},
            "/b":{"summary":"all","get":{"parameters":[{"in":"query","name":"limit"}]},"post":{"parameters":[{"$ref":"#/x"}]},
            "put":{"parameters":[{"$ref":"#/components/parameters/Who"}]}}},
            "components":{"parameters":{"Who":{"in":"header","name":"Who"}}}}"##;
        let outline = Outline::of(text).unwrap();
        let found: Vec<_> = outline.operations().collect();
        assert_eq!(
            found,
            [
                ("/a/{id}", "GET", false),
                ("/a/{id}", "DELETE", false),
                ("/b", "GET", true),
                ("/b", "POST", true),
                ("/b", "PUT", false)
            ]
        );
        assert!(Outline::of("{}").is_err() && Outline::of("").is_err());
    }
}
