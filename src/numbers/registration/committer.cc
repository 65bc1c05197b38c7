#include "committer.h"

namespace muster::registration {
namespace {

// How often one capture looks again after another process was quicker. Each time somebody else got on.
constexpr int kTriesMax = 20;

bool somebody_was_quicker(const Error& error) {
  for (const char* code : {"already_exists", "document_known", "registration_exists", "line_state", "ownership_overlap",
                           "holder_exists", "vault_key_retired"})
    if (error.code == code) return true;
  return false;
}

}  // namespace

Result<std::vector<Result<Submitted>>> Service::Committer::in_one(std::span<Prepared* const> captures) {
  return database_.write(
      [&](store::Transaction& tx) { return Batch(tx, recorder_, vault_, policy_, admission_).run(captures); });
}

Result<Submitted> Service::Committer::alone(Prepared& prepared) {
  Prepared* one[] = {&prepared};
  for (int i = 0;; ++i) {
    auto done = in_one(one);
    if (done.ok()) return std::move(done->front());
    if (i >= kTriesMax || !somebody_was_quicker(done.error())) return done.error();
  }
}

std::vector<Result<Submitted>> Service::Committer::commit(std::span<Prepared* const> captures) {
  auto done = in_one(captures);
  if (done.ok()) return std::move(*done);
  std::vector<Result<Submitted>> out;
  out.reserve(captures.size());
  const bool hopeless = done.error().failure == Failure::unavailable || done.error().failure == Failure::internal;
  // One of them met the schema's refusal and took the others with it: each by itself.
  for (Prepared* p : captures) out.push_back(hopeless ? Result<Submitted>(done.error()) : alone(*p));
  return out;
}

}  // namespace muster::registration
