//! The program of all pages but the first. See `src/more/`.

fn main() {
    why502_web::start_more();
}
