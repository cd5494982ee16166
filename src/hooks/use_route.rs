//! Which page is open.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use yew::prelude::*;

use crate::route::Route;
use crate::web;

/// How far down each page was when it was left.
type Places = Rc<RefCell<HashMap<Route, f64>>>;

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
                places.borrow_mut().insert(open, web::scroll_top());
                // Coming back, one finds the page as one left it; a page that was opened begins at its top.
                if !(next == Route::Paste || matches!((open, next), (Route::Cause(_), Route::Causes))) {
                    places.borrow_mut().remove(&next);
                }
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
            web::scroll_to(places.borrow().get(route).copied().unwrap_or(0.0));
            if let Some(heading) = web::heading() {
                web::focus(&heading);
            }
        }
    });
    *route
}
