//! Text with holes that a server fills at the moment of the error.

/// What a server may know of the failed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The number under which its logs have the request.
    Id,
    /// The method, so that a sent form is treated as one.
    Method,
}

/// Text and holes in turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Slot(Slot),
}

impl Template {
    pub(crate) fn text(mut self, text: &str) -> Self {
        if let Some(Piece::Text(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Piece::Text(text.to_owned()));
        }
        self
    }

    pub(crate) fn slot(mut self, slot: Slot) -> Self {
        self.0.push(Piece::Slot(slot));
        self
    }

    /// The whole, with text escaped and holes filled as this server wants it. What fills a hole is taken as it is.
    pub(crate) fn render(&self, escape: impl Fn(&str) -> String, fill: impl Fn(Slot) -> &'static str) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => escape(text),
            Piece::Slot(slot) => fill(*slot).to_owned(),
        };
        self.0.iter().map(piece).collect()
    }

    /// The whole for a server that fills nothing.
    pub(crate) fn plain(&self) -> String {
        self.render(str::to_owned, |_| "")
    }
}
