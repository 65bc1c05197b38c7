// A report as it came in, checked and sealed before it meets the database.
#include "inside.h"
#include <base/bytes.h>
#include <identifiers/contact.h>
#include <testing/web_address.h>

namespace muster::reports {
namespace {

constexpr std::size_t kSecretBytes = 18, kFingerprintMax = 128;

Result<const policy::Ground*> reported_ground(const policy::Policy& policy, const std::string& code) {
  const policy::Ground* ground = policy.find_ground(code);
  if (!ground) return invalid("ground_unknown", "The list of grounds is closed.", "ground");
  if (ground->contract_only)
    return invalid("ground_not_reported", "This ground is about a contract; the public does not report on it.",
                   "ground");
  return ground;
}

}  // namespace

Result<Prepared> Service::Inside::prepare(const NewReport& in) const {
  Error fault;
  const auto note = [&fault](const Error& error) {
    if (fault.code.empty()) fault = error;
    fault.all.push_back(error);
  };
  const auto ground = reported_ground(policy, in.ground);
  if (!ground.ok()) note(ground.error());
  const bool sealed = ground.ok() && (*ground)->sealed;
  const auto address = testing::web_address(in.address);
  if (!address.ok()) note(address.error());
  // On a sealed ground nothing but the address is kept, so that no words are asked for.
  if (!sealed || !in.words.empty())
    if (const auto words = check_words(in.words, "explanation", kWordsMax); !words.ok()) note(words.error());
  std::string contact;
  if (!in.contact.empty()) {
    auto read = identifiers::check_email(in.contact);
    if (read.ok()) {
      contact = std::move(*read);
    } else {
      Error error = read.error();
      error.field = "contact";
      note(error);
    }
  }
  if (in.fingerprint.size() > kFingerprintMax)
    note(invalid("text_too_long", "A fingerprint is shorter than this.", "fingerprint"));
  if (!fault.code.empty()) return fault;

  Prepared out;
  Report& r = out.report;
  r.id = recorder.new_id();
  r.channel = in.channel;
  r.ground = in.ground;
  r.language = in.language == "zh" ? "zh" : "en";
  r.received_at = r.state_at = now();
  r.due_at = policy.due("clock.report_triage", r.received_at);
  out.secret = random_token(recorder.random(), kSecretBytes);
  out.secret_sha256 = to_hex(sha256(out.secret));
  out.actor = in.actor;
  out.party_id = in.party_id;
  out.proof = in.challenge;
  if (in.party_id.empty()) out.reporter_key = in.client_key;
  if (sealed) {
    out.match = sealed_key(vault.blind_index("reported_address", address->url));
    out.sealed_id = recorder.new_id();
    MUSTER_TRY(auto box, vault.seal(out.sealed_id, {{"address", address->url}}));
    out.sealed_address = std::move(box);
    return out;
  }
  r.url = address->url;
  r.host = address->host;
  r.registrable = address->registrable;
  r.fingerprint = in.fingerprint;
  r.kept = true;
  out.match = match_key(r.registrable, r.ground);
  vault::Fields fields{{"words", in.words}};
  if (!contact.empty()) {
    fields["contact"] = contact;
    out.contact_key = vault.blind_index("report_contact", contact);
  }
  MUSTER_TRY(auto box, vault.seal(r.id, fields));
  out.sealed = std::move(box);
  return out;
}

}  // namespace muster::reports
