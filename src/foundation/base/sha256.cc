#include <base/freed.h>
#include <base/sha256.h>

#include <new>
#include <stdexcept>

#include <openssl/evp.h>

namespace muster {
namespace {

using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

// Looked up once: by name it costs more than a short text's hash.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, Freed<EVP_MD_free>> found(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));
  if (!found) throw std::runtime_error("OpenSSL has no SHA-256");
  return found.get();
}

Context fresh() {
  Context out(EVP_MD_CTX_new());
  if (!out) throw std::bad_alloc();
  return out;
}

void begin(EVP_MD_CTX* context) {
  if (EVP_DigestInit_ex2(context, algorithm(), nullptr) != 1) throw std::runtime_error("OpenSSL can't begin a SHA-256");
}
Hash end(EVP_MD_CTX* context) {
  Hash out;
  if (EVP_DigestFinal_ex(context, out.data(), nullptr) != 1) throw std::runtime_error("OpenSSL can't end a SHA-256");
  return out;
}

}  // namespace

Hash sha256(std::string_view bytes) {
  thread_local const Context context = fresh();
  begin(context.get());
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  return end(context.get());
}

struct Sha256::State {
  Context context = fresh();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  begin(state_->context.get());
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

Hash Sha256::hash() const {
  const Context copy = fresh();
  if (EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) != 1) throw std::bad_alloc();
  return end(copy.get());
}

}  // namespace muster
