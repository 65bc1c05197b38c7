#include <base/bytes.h>
#include <base/freed.h>

#include <memory>

#include <likeness/print.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace muster::likeness {

std::string certificate_key(const std::string& pem) {
  const std::unique_ptr<BIO, Freed<BIO_free>> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!in) return {};
  const std::unique_ptr<X509, Freed<X509_free>> certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
  if (!certificate) return {};
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
  if (size <= 0) return {};
  const std::string out =
      to_hex(sha256(std::string_view(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size))));
  OPENSSL_free(der);
  return out;
}

}  // namespace muster::likeness
