#include "question.h"

#include <lines/rules.h>
#include <persons/records.h>

namespace muster::registration {
namespace {

constexpr const char* kAuthorityActor = "system:verification";
constexpr Duration kQuestionsApartMax = std::chrono::hours(1);

}  // namespace

Result<Question> question_about(store::Transaction& tx, const vault::Vault& vault, const std::string& id,
                                const std::string& holder_id, const std::string& document_id) {
  const auto document = persons::find_document(tx, document_id);
  const std::string number = persons::document_field(document->ordinal);
  MUSTER_TRY(auto fields, vault.get(tx, holder_id, {persons::kNameField, persons::kBirthField, number},
                                    "verify_identity", kAuthorityActor));
  return Question{id,
                  document->kind,
                  document->country,
                  std::move(fields[number]),
                  std::move(fields[persons::kNameField]),
                  std::move(fields[persons::kBirthField])};
}

std::vector<std::string> denial_codes(const std::vector<std::string>& said) {
  std::vector<std::string> out;
  for (const std::string& reason : said)
    if (lines::is_code(reason)) out.push_back(reason);
  if (out.empty()) out.push_back("identity_denied");
  return out;
}

Instant next_question(const policy::Policy& policy, Instant now, std::int64_t checks) {
  const Duration first = policy.due("registration.retry_first", now) - now;
  const auto doubled = first * (std::int64_t{1} << std::min<std::int64_t>(checks - 1, 20));
  return now + std::min<Duration>(doubled, kQuestionsApartMax);
}

}  // namespace muster::registration
