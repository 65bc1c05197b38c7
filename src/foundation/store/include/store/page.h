// A page of a list that goes on by its rows' ids.
#pragma once

namespace muster::store {

// Read with one row more than `wanted`: drops that one, and says where the next page begins. `Page` has `items`, each
// with an id, and `next`, "" at the end.
template <class Page>
Page cut(Page page, int wanted) {
  if (static_cast<int>(page.items.size()) > wanted) {
    page.items.pop_back();
    page.next = page.items.back().id;
  }
  return page;
}

}  // namespace muster::store
