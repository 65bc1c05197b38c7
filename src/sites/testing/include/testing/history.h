// What a sealed visit's page said, read again out of its evidence.
#pragma once

#include <base/result.h>
#include <content/page.h>

#include <optional>
#include <string_view>

namespace muster::testing {

// The page of the last answer in a WARC file; nothing when no answer is in it. Errors: those of read_warc.
Result<std::optional<content::Page>> page_of_evidence(std::string_view file);

}  // namespace muster::testing
