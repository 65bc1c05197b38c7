// The style of the pages that a server writes for everybody (no script, no session): one for both programs.
#pragma once

#include <http/message.h>

#include <string_view>

namespace muster::http {

// CSS: the style of every page, then `own`: the program's colour and what its own pages have. Kept by clients for an
// hour.
Response page_style(std::string_view own);

}  // namespace muster::http
