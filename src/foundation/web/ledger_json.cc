// What several of the ledger's handlers write and read.
#include "ledger_handlers.h"
#include <base/bytes.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::web {

Result<std::optional<std::int64_t>> whole_number(const http::Request& request, const std::string& name) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<std::int64_t>{};
  std::int64_t n = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), n);
  if (fault != std::errc{} || end != text->data() + text->size() || n < 0)
    return invalid("number", "This is not a whole number from 0 on.", name);
  return std::optional<std::int64_t>(n);
}

json::value entry_json(const ledger::Entry& entry, const NameOf& name_of, const http::Request& request) {
  const bool auditor = request.principal && request.principal->has("auditor");
  const auto name = request.principal && name_of ? name_of(entry.event.actor) : std::nullopt;
  const bool has_body = auditor && !entry.event.body.empty();
  return json::object{{"index", entry.index},
                      {"event_id", entry.event.id},
                      {"at", time_json(entry.event.at)},
                      {"kind", entry.event.kind},
                      {"actor", entry.event.actor},
                      {"actor_name", text_json(name)},
                      {"record_kind", entry.event.record_kind},
                      {"record_id", entry.event.record_id},
                      {"leaf_data", entry.leaf_data},
                      {"leaf_hash", to_hex(entry.leaf_hash)},
                      {"body", has_body ? parsed(entry.event.body) : json::value(nullptr)},
                      {"salt", has_body ? json::value(entry.salt) : json::value(nullptr)}};
}

json::array hashes_json(const ledger::merkle::Proof& proof) {
  json::array out;
  for (const Hash& hash : proof) out.emplace_back(to_hex(hash));
  return out;
}

json::object key_json(const ledger::VerifierKey& key) {
  return {{"name", key.name},
          {"key_hash", fmt::format("{:08x}", key.id())},
          {"algorithm", "ed25519"},
          {"public_key", to_base64url({reinterpret_cast<const char*>(key.public_key.data()), key.public_key.size()})},
          {"vkey", key.to_text()}};
}

json::value witness_json(const ledger::EnrolledWitness& witness) {
  json::object out = key_json(witness.key);
  out["enrolled_at"] = time_json(witness.enrolled_at);
  out["retired_at"] = time_json(witness.retired_at);
  out["cosigned_size"] = witness.cosigned_size > 0 ? json::value(witness.cosigned_size) : json::value(nullptr);
  out["cosigned_at"] = time_json(witness.cosigned_at);
  return out;
}

}  // namespace muster::web
