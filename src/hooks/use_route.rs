//! Which page is open.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::route::Route;
use crate::web;

/// How far down each page was when it was left.
type Places = Rc<RefCell<Vec<(Route, f64)>>>;

/// The page in force. Follows links and the back button; moves the focus to the new page's heading.
#[hook]
pub(crate) fn use_route() -> Route {
    let route = use_state_eq(|| Route::parse(&web::hash()).unwrap_or(Route::Paste));
    let places = use_memo((), |()| Places::default());

    use_effect_with((), {
        let setter = route.setter();
        let places = Rc::clone(&places);
        let first = *route;
        move |()| {
            web::restore_scroll_by_hand();
            let mut open = first;
            let listener = web::on_window("hashchange", move |_| {
                let Some(next) = Route::parse(&web::hash()) else {
                    return;
                };
                // Coming back, one finds the page as one left it; a page that was opened begins at its top.
                let back = next == Route::Paste || matches!((open, next), (Route::Cause(_), Route::Causes));
                let mut places = places.borrow_mut();
                places.retain(|(page, _)| *page != open && (back || *page != next));
                places.push((open, web::scroll_top()));
                open = next;
                setter.set(next);
            });
            move || drop(listener)
        }
    });

    let arrived = use_mut_ref(|| false);
    use_effect_with(*route, move |route| {
        // The browser itself takes care of the first page.
        if std::mem::replace(&mut *arrived.borrow_mut(), true) {
            let place = places.borrow().iter().find(|(page, _)| page == route).map_or(0.0, |(_, top)| *top);
            web::scroll_to(place);
            if let Some(heading) = web::heading() {
                web::focus(&heading);
            }
        }
    });
    *route
}
