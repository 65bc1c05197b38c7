// Who cosigns the log, and their cosignatures.
#include "log_inside.h"
#include "log_store.h"
#include <base/text.h>
#include <ledger/cosignature.h>
#include <ledger/log.h>

#include <fmt/format.h>

namespace muster::ledger {
namespace {

constexpr std::size_t kUrlMax = 500;

bool good_url(const std::string& url) {
  const std::size_t host = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8 : 0;
  if (host == 0 || url.size() > kUrlMax || url.size() == host || url[host] == '/') return false;
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '"' || c == '\\' ||
        c == '#' || c == '?' || c == '@')
      return false;
  return true;
}

std::string body_of(const VerifierKey& key) {
  return fmt::format(R"({{"name":{},"key_id":"{:08x}"}})", json_quote(key.name), key.id());
}

}  // namespace

bool Log::witness_enrolled(store::Transaction& tx) const {
  for (const auto& witness : tables::witnesses(tx))
    if (!witness.retired_at) return true;
  return false;
}

std::vector<EnrolledWitness> Log::witnesses(store::Transaction& tx) const {
  return tables::witnesses(tx);
}

Result<void> Log::enrol_witness(store::Transaction& tx, const std::string& key_text, const std::string& url,
                                const std::string& actor) const {
  const auto key = VerifierKey::parse(key_text);
  if (!key.ok() || key->algorithm != Algorithm::cosignature_v1)
    return invalid(
        "witness_key",
        "This is not the key of a witness; it reads name+hash+base64, as the witness prints it when it starts.", "key");
  if (!good_url(url))
    return invalid("witness_url", "The address of a witness begins with http:// or https:// and has no query.", "url");
  for (const auto& other : tables::witnesses(tx))
    if (other.name == key->name || other.key.public_key == key->public_key)
      return conflict("already_exists", "A witness of this name or key is enrolled already; nothing was changed.",
                      "key");
  const std::string base = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
  tables::insert_witness(tx, {key->name, *key, base, clock().now(), actor, {}, 0, {}});
  inside_->recorder.record(tx, kWitnessEnrolled, actor, "ledger_witness", key->name, body_of(*key));
  return {};
}

Result<void> Log::retire_witness(store::Transaction& tx, const std::string& name, const std::string& actor) const {
  for (const auto& witness : tables::witnesses(tx))
    if (witness.name == name && tables::retire_witness(tx, name, clock().now())) {
      inside_->recorder.record(tx, kWitnessRetired, actor, "ledger_witness", name, body_of(witness.key));
      return {};
    }
  return not_found("witness_unknown", "No witness of this name is enrolled.");
}

Result<void> Log::add_cosignature(std::int64_t size, const std::string& name, const NoteSignature& signature) const {
  return inside_->database.write([&](store::Transaction& tx) -> Result<void> {
    const auto checkpoint = tables::checkpoint_at(tx, size);
    if (!checkpoint) return not_found("ledger_no_checkpoint", "The ledger has no checkpoint of this size.");
    MUSTER_TRY(const Note note, parse_note(checkpoint->note));
    for (const auto& witness : tables::witnesses(tx)) {
      if (witness.name != name || witness.retired_at) continue;
      const auto at = verify_cosignature(note.text, signature, witness.key);
      if (!at) return refused("cosignature_wrong", "The cosignature is not the witness's; it was not kept.");
      if (!tables::has_cosignature(tx, size, name))
        tables::insert_cosignature(tx, size, name, signature_line(signature), *at);
      return {};
    }
    return not_found("witness_unknown", "No witness of this name is enrolled.");
  });
}

}  // namespace muster::ledger
