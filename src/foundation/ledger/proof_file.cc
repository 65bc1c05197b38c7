#include <base/text.h>
#include <ledger/cosignature.h>
#include <ledger/leaf.h>
#include <ledger/proof_file.h>

#include <boost/json.hpp>

namespace muster::ledger {
namespace {

namespace json = boost::json;

constexpr const char* kFormat = "muster-proof/1";

Error syntax() {
  return invalid("proof_syntax", "This is not a proof of the ledger, as `muster ledger prove` writes it.");
}
Error wrong(const std::string& sentence) {
  return refused("proof_wrong", sentence);
}

struct Parsed {
  std::int64_t index = 0;
  std::string event_id, leaf_data, checkpoint, log_key;
  merkle::Proof proof;
  std::vector<std::string> witness_keys;
};

std::optional<std::string> text_at(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  if (!value || !value->is_string()) return std::nullopt;
  return std::string(value->as_string());
}

Result<Parsed> parse(std::string_view text) {
  if (text.size() > kProofFileMaxBytes) return syntax();
  json::error_code fault;
  const json::value root = json::parse(json::string_view(text.data(), text.size()), fault);
  if (fault || !root.is_object()) return syntax();
  const json::object& object = root.as_object();
  if (text_at(object, "format") != kFormat) return syntax();
  Parsed out;
  const json::value* index = object.if_contains("index");
  const json::value* hashes = object.if_contains("proof");
  const auto event_id = text_at(object, "event_id"), leaf = text_at(object, "leaf_data"),
             checkpoint = text_at(object, "checkpoint"), key = text_at(object, "log_key");
  if (!index || !index->is_int64() || !hashes || !hashes->is_array() || !event_id || !leaf || !checkpoint || !key)
    return syntax();
  out.index = index->as_int64();
  out.event_id = *event_id;
  out.leaf_data = *leaf;
  out.checkpoint = *checkpoint;
  out.log_key = *key;
  for (const json::value& value : hashes->as_array()) {
    const auto hash = value.is_string() ? hash_from_hex(std::string(value.as_string())) : Result<Hash>(syntax());
    if (!hash.ok()) return syntax();
    out.proof.push_back(*hash);
  }
  if (const json::value* keys = object.if_contains("witness_keys"); keys && keys->is_array())
    for (const json::value& value : keys->as_array())
      if (value.is_string()) out.witness_keys.emplace_back(value.as_string());
  return out;
}

}  // namespace

std::string proof_json(const InclusionProof& proof, const VerifierKey& log_key,
                       const std::vector<EnrolledWitness>& witnesses) {
  json::array hashes, keys;
  for (const Hash& hash : proof.proof) hashes.emplace_back(to_hex(hash));
  for (const EnrolledWitness& witness : witnesses) keys.emplace_back(witness.key.to_text());
  const json::object out{
      {"format", kFormat},   {"event_id", proof.event_id},          {"index", proof.index},
      {"size", proof.size},  {"leaf_data", proof.leaf_data},        {"leaf_hash", to_hex(proof.leaf_hash)},
      {"proof", hashes},     {"checkpoint", proof.checkpoint.note}, {"log_key", log_key.to_text()},
      {"witness_keys", keys}};
  return json::serialize(out);
}

Result<ProvenEntry> check_proof(std::string_view text, const ProofOptions& options) {
  MUSTER_TRY(const Parsed file, parse(text));
  VerifierKey key;
  if (options.log_key) {
    key = *options.log_key;
  } else {
    MUSTER_TRY(key, VerifierKey::parse(file.log_key));
  }
  const auto note = parse_note(file.checkpoint);
  if (!note.ok()) return wrong("The checkpoint in the proof can't be read.");
  const auto body = parse_checkpoint(note->text);
  if (!body.ok()) return wrong("The checkpoint in the proof can't be read.");
  if (body->origin != key.name || !verify_note(*note, key))
    return wrong("The checkpoint is not signed by the log's key.");
  const auto lines = split(file.leaf_data, '\n');
  if (lines.size() < 2 || lines[0] != "muster-leaf/1" || lines[1] != file.event_id)
    return wrong("The leaf is not the one of this event.");
  if (!merkle::verify_inclusion(leaf_hash(file.leaf_data), file.index, body->size, file.proof, body->root))
    return wrong("The proof does not lead from the leaf to the root of the checkpoint.");
  ProvenEntry out{body->origin, file.event_id, file.index, body->size, file.leaf_data, {}, !options.log_key};
  std::vector<VerifierKey> witnesses = options.witness_keys;
  if (witnesses.empty())
    for (const std::string& named : file.witness_keys)
      if (auto witness = VerifierKey::parse(named); witness.ok()) witnesses.push_back(*witness);
  for (const VerifierKey& witness : witnesses)
    for (const NoteSignature& signature : note->signatures)
      if (const auto at = verify_cosignature(note->text, signature, witness))
        out.cosignatures.push_back({witness.name, *at});
  return out;
}

}  // namespace muster::ledger
