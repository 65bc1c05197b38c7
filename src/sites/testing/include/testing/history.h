// What a sealed visit's page said, read again out of its evidence.
#pragma once

#include <base/result.h>
#include <content/page.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace muster::testing {

// Gives the evidence file of an earlier test, to which a revisit record refers.
using ReferredEvidence = std::function<Result<std::string>(const std::string& run_id, const std::string& file)>;

// The page of the last answer in a WARC file; nothing when no answer is in it. Where the answer is a revisit record,
// its payload is taken from the file that it refers to. Errors: those of read_warc and of `referred`; warc_referred
// (what stands there is not the payload that the revisit record names, or nobody can be asked for it).
Result<std::optional<content::Page>> page_of_evidence(std::string_view file, const ReferredEvidence& referred);

// The screenshot in a WARC file, JPEG. Errors: those of read_warc, screenshot_missing.
Result<std::string> screenshot_of_evidence(std::string_view file);

}  // namespace muster::testing
