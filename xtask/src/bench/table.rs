//! Medians, and the table that is printed.

use std::time::Duration;

/// The value in the middle; of two, the lower.
pub(super) fn median<T: Copy + PartialOrd>(mut values: Vec<T>) -> Option<T> {
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len().checked_sub(1)? / 2).copied()
}

/// Megabytes a second.
pub(super) fn speed(bytes: u64, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64().max(1e-9)
}

/// Prints cells in columns: the first to the left, the others to the right.
pub(super) fn print(title: &str, head: &[&str], rows: &[Vec<String>]) {
    println!("\n{title}\n");
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let line: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let cells = std::iter::once(&head).chain(rows).filter_map(|row| row.get(column));
                let width = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
                if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
            })
            .collect();
        println!("  {}", line.join("  ").trim_end());
    }
}

/// A speed as people read it.
pub(super) fn shown(speed: Option<f64>) -> String {
    speed.map_or("-".into(), |speed| format!("{speed:.0}"))
}

/// How many times as fast.
pub(super) fn ratio(ours: Option<f64>, theirs: Option<f64>) -> String {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => format!("{:.2}", ours / theirs),
        _ => "-".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_not_moved_by_one_slow_round() {
        assert_eq!(median(vec![3, 1, 900]), Some(3));
        assert_eq!(median(vec![4.0, 1.0]), Some(1.0));
        assert_eq!(median::<u8>(Vec::new()), None);
    }

    #[test]
    fn speeds_are_in_megabytes_a_second() {
        assert_eq!(speed(200_000_000, Duration::from_millis(500)), 400.0);
        assert_eq!(ratio(Some(400.0), Some(100.0)), "4.00");
        assert_eq!(ratio(None, Some(100.0)), "-");
    }
}
