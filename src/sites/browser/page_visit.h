// One page in one browser: a context of its own, the phone's viewport, what it asked for, what it became.
#pragma once

#include "devtools.h"
#include "guard_proxy.h"

#include <browser/browser.h>

namespace muster::browser {

Result<testing::Rendered> visit_page(DevTools& browser, const PoolOptions& options,
                                     const testing::RenderRequest& request);

}  // namespace muster::browser
