// Who is it? A code to one of the person's numbers, and the session that it opens.
#include "own_page_store.h"
#include <base/bytes.h>
#include <base/text.h>
#include <lines/rules.h>
#include <persons/records.h>

#include <algorithm>

#include <fcntl.h>
#include <fmt/format.h>
#include <lookups/own_page.h>
#include <unistd.h>

namespace muster::lookups {
namespace {

constexpr const char* kSubjectIndex = "own_page_subject";
constexpr std::uint32_t kCodes = 1'000'000;  // 10^kCodeDigits
constexpr int kTriesAtOnce = 30;             // of one client an hour
constexpr std::size_t kTokenMax = 100;

Error code_wrong() {
  return invalid("code_wrong", "This code is wrong, or no longer good. Ask for another one.", "code");
}

// Unbiased: what does not fit whole is thrown away.
std::string new_code(Random& random) {
  std::uint32_t number = 0;
  do {
    std::array<std::uint8_t, 4> bytes;
    random.fill(bytes);
    number =
        (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) | bytes[3];
  } while (number >= UINT32_MAX / kCodes * kCodes);
  return fmt::format("{:06}", number % kCodes);
}

// Without the token, which the browser alone has, the hash of six digits tells nothing.
std::string code_hash(std::string_view token, std::string_view code) {
  return to_hex(sha256(fmt::format("muster-own-page-code/1\n{}\n{}", token, code)));
}
std::string token_hash(std::string_view token) {
  return to_hex(sha256(token));
}

// Nobody who has just put another SIM in gets a code.
bool held_back(store::Transaction& tx, const policy::Policy& policy, const lines::Line& line, Instant now) {
  const Duration hold = policy.duration("line.sms_hold_after_sim_change");
  const auto sims = lines::sims_of(tx, line.id);
  if (hold == Duration(0) || sims.size() < 2) return false;
  const auto& last = sims.back();
  const auto held = lines::open_ownership(tx, line.id);
  return held && last.from > held->from && now < last.from + hold;
}

class CodeFile final : public CodeSender {
 public:
  CodeFile(std::string path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}
  Result<void> send(store::Transaction&, const CodeMessage& message) override {
    const std::string line =
        fmt::format("{} {} {}\n", to_rfc3339(clock_.now()), lines::msisdn_masked(message.msisdn), message.code);
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return unavailable("code_file", "The file of codes can't be written.");
    const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    ::close(file);
    if (!written) return unavailable("code_file", "The file of codes can't be written.");
    return {};
  }

 private:
  std::string path_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<CodeSender> make_code_file(std::string path, const Clock& clock) {
  return std::make_unique<CodeFile>(std::move(path), clock);
}

OwnPage::OwnPage(OwnPageParts parts)
    : parts_(std::move(parts)),
      clients_(std::make_unique<http::RateLimiter>(
          parts_.recorder.clock(), static_cast<int>(parts_.policy.number("own_page.codes_per_client_an_hour")),
          std::chrono::hours(1))),
      tries_(std::make_unique<http::RateLimiter>(parts_.recorder.clock(), kTriesAtOnce, std::chrono::hours(1))) {}
OwnPage::~OwnPage() = default;

Result<std::string> OwnPage::request_code(const std::string& text, const std::string& client_key,
                                          const std::string& language) {
  MUSTER_CHECK_OK(clients_->take(client_key));
  MUSTER_TRY(const std::int64_t msisdn, lines::parse_msisdn(text));
  const Instant now = clock().now();
  const std::string token = random_token(parts_.recorder.random());
  const std::string code = new_code(parts_.recorder.random());
  OneTimeCode kept;
  kept.token_hash = token_hash(token);
  kept.subject = parts_.vault.blind_index(kSubjectIndex, std::to_string(msisdn));
  kept.code_hash = code_hash(token, code);
  kept.made_at = now;
  kept.expires_at = parts_.policy.due("own_page.code_valid", now);
  MUSTER_CHECK_OK(parts_.database.write([&](store::Transaction& tx) -> Result<void> {
    kept.ownership_id.clear();
    const auto before = codes_since(tx, kept.subject, now - std::chrono::hours(1));
    const auto line = lines::find_by_msisdn(tx, msisdn);
    const auto held = line ? lines::open_ownership(tx, line->id) : std::nullopt;
    const bool sends = held && lines::in_service(line->state) && !held_back(tx, parts_.policy, *line, now) &&
                       before < parts_.policy.number("own_page.codes_per_number_an_hour");
    if (sends) kept.ownership_id = held->id;
    insert(tx, kept);
    if (!sends) return {};
    return parts_.sender.send(tx, {line->id, msisdn, code, language,
                                   std::chrono::duration_cast<std::chrono::minutes>(kept.expires_at - now).count()});
  }));
  return token;
}

Result<std::string> OwnPage::begin(const std::string& code_token, const std::string& typed,
                                   const std::string& client_key) {
  MUSTER_CHECK_OK(tries_->take(client_key));
  std::string code;
  for (const char c : typed)
    if (c >= '0' && c <= '9') code += c;
  if (code.size() != kCodeDigits || code_token.empty() || code_token.size() > kTokenMax) return code_wrong();
  const Instant now = clock().now();
  const std::string token = random_token(parts_.recorder.random());
  MUSTER_TRY(const bool opened, parts_.database.write([&](store::Transaction& tx) -> Result<bool> {
    const auto kept = find_code(tx, token_hash(code_token));
    if (!kept || kept->used_at || now >= kept->expires_at || kept->attempts >= kCodeAttemptsMax) return false;
    const bool right = constant_time_equal(kept->code_hash, code_hash(code_token, code));
    const auto interval = right && !kept->ownership_id.empty() ? open_interval(tx, kept->ownership_id) : std::nullopt;
    tried(tx, kept->token_hash, interval ? std::optional(now) : std::nullopt);
    if (!interval) return false;
    const auto holder = persons::find_holder(tx, interval->holder_id);
    if (!holder || holder->destroyed_at) return false;
    insert(tx, SessionRow{token_hash(token),
                          holder->counts_as(),
                          kept->ownership_id,
                          now,
                          parts_.policy.due("own_page.session", now),
                          {}});
    return true;
  }));
  return opened ? Result<std::string>(token) : code_wrong();
}

Result<std::optional<OwnSession>> OwnPage::session(const std::string& token) const {
  if (token.empty() || token.size() > kTokenMax) return std::optional<OwnSession>();
  return parts_.database.read([&](store::Transaction& tx) -> Result<std::optional<OwnSession>> {
    const auto row = find_session(tx, token_hash(token));
    if (!row || row->ended_at || clock().now() >= row->expires_at) return std::optional<OwnSession>();
    const auto interval = open_interval(tx, row->ownership_id);
    const auto holder = interval ? persons::find_holder(tx, interval->holder_id) : std::nullopt;
    if (!holder || holder->destroyed_at) return std::optional<OwnSession>();
    OwnSession out{row->token_hash, holder->counts_as(), persons::records_of_person(tx, holder->id), row->ownership_id,
                   row->expires_at};
    return std::optional(std::move(out));
  });
}

Result<void> OwnPage::end(const OwnSession& session) const {
  return parts_.database.write([&](store::Transaction& tx) -> Result<void> {
    end_session(tx, session.token_hash, clock().now());
    return {};
  });
}

Result<std::int64_t> OwnPage::sweep() const {
  return parts_.database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
    return sweep_own_page(tx, clock().now() - std::chrono::hours(24));
  });
}

}  // namespace muster::lookups
