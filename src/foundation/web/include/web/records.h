// Short forms that every record page shares (docs/openapi.yaml: PersonRef, TimelineEntry).
#pragma once

#include <events/event.h>
#include <store/database.h>
#include <web/json.h>

#include <string>
#include <vector>

namespace muster::web {

// {"id","display_name","party"} of a person as colleagues see them; null for "system:…" and whoever isn't there.
json::value person_json(store::Transaction& tx, const std::string& actor);

// Entries of a time line with people and ledger indexes, in the order given.
json::array timeline_json(store::Transaction& tx, const std::vector<events::Event>& events);

// Empty text as null.
json::value or_null(const std::string& text);
json::array texts_json(const std::vector<std::string>& texts);

}  // namespace muster::web
