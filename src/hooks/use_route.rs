//! Which page is open.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::route::Route;
use crate::web;

/// How far down each page was when it was left.
type Places = Rc<RefCell<Vec<(Route, f64)>>>;

/// The page in force. Follows links and the back button; moves the focus to the new page's heading. With it comes how
/// far down a page is to be shown that was just opened and that the second program draws.
#[hook]
pub(crate) fn use_route() -> (Route, Rc<Cell<Option<f64>>>) {
    let route = use_state_eq(|| Route::parse(&web::hash()).unwrap_or(Route::Paste));
    let places = use_memo((), |()| Places::default());

    use_effect_with((), {
        let setter = route.setter();
        let places = Rc::clone(&places);
        let first = (*route).clone();
        move |()| {
            web::restore_scroll_by_hand();
            let mut open = first;
            let listener = web::on_address(move |_| {
                let Some(next) = Route::parse(&web::hash()) else {
                    return;
                };
                // Coming back, one finds the page as one left it; a page that was opened begins at its top.
                let list = matches!(&next, Route::Causes) || matches!(&next, Route::Book(p) if !p.key.contains('/'));
                let back = next == Route::Paste || (list && matches!(open, Route::Cause(_) | Route::Book(_)));
                let mut places = places.borrow_mut();
                places.retain(|(page, _)| !page.same_page(&open) && (back || !page.same_page(&next)));
                places.push((open.clone(), web::scroll_top()));
                open = next.clone();
                setter.set(next);
            });
            move || drop(listener)
        }
    });

    let before = use_mut_ref(|| None::<Route>);
    let arrival = use_memo((), |()| Cell::new(None));
    use_effect_with((*route).clone(), {
        let arrival = Rc::clone(&arrival);
        move |route| {
            let before = before.borrow_mut().replace(route.clone());
            // The browser itself takes care of the first page; what is chosen on a page, that page takes care of.
            if before.is_some_and(|before| !before.same_page(route)) {
                let place = places.borrow().iter().find(|(page, _)| page.same_page(route)).map_or(0.0, |(_, top)| *top);
                if route.is_more() {
                    arrival.set(Some(place));
                } else {
                    web::arrive(place);
                }
            }
        }
    });
    ((*route).clone(), arrival)
}
