#include <base/freed.h>

#include <array>
#include <memory>

#include <evidence/time_stamp.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

namespace muster::evidence {
namespace {

using Request = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using Reply = std::unique_ptr<TS_RESP, Freed<TS_RESP_free>>;
using Token = std::unique_ptr<PKCS7, Freed<PKCS7_free>>;
using Info = std::unique_ptr<TS_TST_INFO, Freed<TS_TST_INFO_free>>;
using Check = std::unique_ptr<TS_VERIFY_CTX, Freed<TS_VERIFY_CTX_free>>;
using Store = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;
using Number = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;
struct FreedSigners {
  void operator()(STACK_OF(X509) * signers) const { sk_X509_free(signers); }
};
using Signers = std::unique_ptr<STACK_OF(X509), FreedSigners>;

Error no_time_stamp() {
  ERR_clear_error();
  return invalid("time_stamp_form", "What came is no time stamp (RFC 3161).");
}
// OpenSSL's reason, of a fixed list of its own.
Error wrong_time_stamp() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return refused("time_stamp_wrong", fmt::format("The time stamp is not right: {}.",
                                                 reason ? reason : "its signature or its content differs"));
}
Error no_certificates() {
  ERR_clear_error();
  return invalid("certificates_form", "The file of time-stamp certificates has no certificate in PEM.");
}

template <class T>
std::string to_der(const T* what, int (*encode)(const T*, unsigned char**)) {
  unsigned char* bytes = nullptr;
  const int length = encode(what, &bytes);
  if (length <= 0) throw std::bad_alloc();
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return out;
}

// Nothing may follow what was read.
template <class T>
T* from_der(std::string_view bytes, T* (*decode)(T**, const unsigned char**, long)) {
  if (bytes.empty() || bytes.size() > kTimeStampBytesMax) return nullptr;
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* end = at + bytes.size();
  T* out = decode(nullptr, &at, static_cast<long>(bytes.size()));
  return at == end ? out : nullptr;
}

Result<Store> store_of(std::string_view certificates) {
  Store store(X509_STORE_new());
  const Memory memory(BIO_new_mem_buf(certificates.data(), static_cast<int>(certificates.size())));
  int count = 0;
  for (;;) {
    const std::unique_ptr<X509, Freed<X509_free>> each(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    if (!each) break;
    X509_STORE_add_cert(store.get(), each.get());
    ++count;
  }
  ERR_clear_error();
  if (count == 0) return no_certificates();
  return store;
}

Result<Instant> instant_of(const ASN1_GENERALIZEDTIME* time) {
  tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return no_time_stamp();
  return Instant{static_cast<std::int64_t>(timegm(&parts)) * 1'000'000};
}

Result<TimeStamp> told_by(PKCS7* token) {
  const Info info(PKCS7_to_TS_TST_INFO(token));
  if (!info) return no_time_stamp();
  TimeStamp out;
  out.token = to_der<PKCS7>(token, i2d_PKCS7);
  MUSTER_TRY(out.at, instant_of(TS_TST_INFO_get_time(info.get())));
  const ASN1_INTEGER* serial = TS_TST_INFO_get_serial(info.get());
  out.serial = to_hex(std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                                       static_cast<std::size_t>(ASN1_STRING_length(serial))));
  const Signers signers(PKCS7_get0_signers(token, nullptr, 0));
  if (signers && sk_X509_num(signers.get()) > 0) {
    const Memory memory(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(memory.get(), X509_get_subject_name(sk_X509_value(signers.get(), 0)), 0, XN_FLAG_RFC2253);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    out.authority.assign(text, static_cast<std::size_t>(length));
  }
  ERR_clear_error();
  return out;
}

}  // namespace

std::string time_stamp_query(const Hash& imprint, Random& random) {
  const Request request(TS_REQ_new());
  TS_REQ_set_version(request.get(), 1);
  const std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>> hashed(TS_MSG_IMPRINT_new());
  const std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>> algorithm(X509_ALGOR_new());
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  TS_MSG_IMPRINT_set_algo(hashed.get(), algorithm.get());
  Hash bytes = imprint;
  TS_MSG_IMPRINT_set_msg(hashed.get(), bytes.data(), static_cast<int>(bytes.size()));
  TS_REQ_set_msg_imprint(request.get(), hashed.get());
  std::array<std::uint8_t, 8> nonce{};
  random.fill(nonce);
  nonce[0] = static_cast<std::uint8_t>((nonce[0] & 0x7F) | 0x40);  // positive, of full length
  const Number number(ASN1_INTEGER_new());
  ASN1_STRING_set(number.get(), nonce.data(), static_cast<int>(nonce.size()));
  TS_REQ_set_nonce(request.get(), number.get());
  TS_REQ_set_cert_req(request.get(), 1);
  return to_der<TS_REQ>(request.get(), i2d_TS_REQ);
}

Result<TimeStamp> check_time_stamp_reply(std::string_view reply, std::string_view query,
                                         std::string_view certificates) {
  const Request request(from_der<TS_REQ>(query, d2i_TS_REQ));
  const Reply answer(from_der<TS_RESP>(reply, d2i_TS_RESP));
  if (!request || !answer) return no_time_stamp();
  PKCS7* token = TS_RESP_get_token(answer.get());
  const long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(answer.get())));
  if ((status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) || !token)
    return refused("time_stamp_refused", fmt::format("The time-stamp authority refused (status {}).", status));
  MUSTER_TRY(Store store, store_of(certificates));
  const Check check(TS_REQ_to_TS_VERIFY_CTX(request.get(), nullptr));
  if (!check) return no_time_stamp();
  TS_VERIFY_CTX_add_flags(check.get(), TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(check.get(), store.release());
  if (TS_RESP_verify_response(check.get(), answer.get()) != 1) return wrong_time_stamp();
  return told_by(token);
}

Result<TimeStamp> check_time_stamp(std::string_view token, const Hash& imprint, std::string_view certificates) {
  const Token parsed(from_der<PKCS7>(token, d2i_PKCS7));
  if (!parsed || !PKCS7_type_is_signed(parsed.get())) return no_time_stamp();
  MUSTER_TRY(TimeStamp told, told_by(parsed.get()));
  MUSTER_TRY(Store store, store_of(certificates));
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), static_cast<time_t>(told.at.micros / 1'000'000));
  const Check check(TS_VERIFY_CTX_new());
  TS_VERIFY_CTX_set_flags(check.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_IMPRINT);
  TS_VERIFY_CTX_set_store(check.get(), store.release());
  auto* bytes = static_cast<unsigned char*>(OPENSSL_memdup(imprint.data(), imprint.size()));
  TS_VERIFY_CTX_set_imprint(check.get(), bytes, static_cast<long>(imprint.size()));
  if (TS_RESP_verify_token(check.get(), parsed.get()) != 1) return wrong_time_stamp();
  return told;
}

}  // namespace muster::evidence
