//! The program that a first visit loads.

fn main() {
    why502_web::start();
}
