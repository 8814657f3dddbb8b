#include "reports/evidence/time_stamp.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <memory>

#include "reports/evidence/digest.hpp"

namespace firedrill {
namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

Owned<BIO> memory_of(std::string_view bytes) {
  return {BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())),
          [](BIO* bio) { BIO_free(bio); }};
}

// "2026-11-29T01:30:00Z" of ASN.1's "20261129013000Z" or with fractions of seconds.
std::string instant_of(const ASN1_GENERALIZEDTIME* time) {
  std::string text{static_cast<const char*>(static_cast<const void*>(ASN1_STRING_get0_data(time))),
                   static_cast<std::size_t>(ASN1_STRING_length(time))};
  if (text.size() < 15) {
    return text;
  }
  return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) + "T" +
         text.substr(8, 2) + ":" + text.substr(10, 2) + ":" + text.substr(12);
}

bool is_signed_by(TS_RESP* response, const std::string& certificate, std::string_view stamped) {
  const Owned<BIO> pem = memory_of(certificate);
  X509* const authority = PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr);
  X509_STORE* const store = X509_STORE_new();
  const Owned<TS_VERIFY_CTX> context{TS_VERIFY_CTX_new(),
                                     [](TS_VERIFY_CTX* one) { TS_VERIFY_CTX_free(one); }};
  bool holds = false;
  if (authority != nullptr && store != nullptr && context) {
    X509_STORE_add_cert(store, authority);
    TS_VERIFY_CTX_set_store(context.get(), store);  // which owns the store from now on
    TS_VERIFY_CTX_set_data(context.get(), memory_of(stamped).release());
    TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA);
    holds = TS_RESP_verify_response(context.get(), response) == 1;
  } else if (store != nullptr) {
    X509_STORE_free(store);
  }
  X509_free(authority);
  return holds;
}

}  // namespace

TimeStamp read_time_stamp(std::string_view token, std::string_view stamped,
                          const std::vector<std::string>& authorities) {
  TimeStamp result;
  const Owned<BIO> memory = memory_of(token);
  const Owned<TS_RESP> response{d2i_TS_RESP_bio(memory.get(), nullptr),
                                [](TS_RESP* one) { TS_RESP_free(one); }};
  TS_TST_INFO* const info = response ? TS_RESP_get_tst_info(response.get()) : nullptr;
  if (info == nullptr) {
    result.problem = "it is no answer of a time-stamping authority (RFC 3161), or a refusal";
    return result;
  }
  const ASN1_OCTET_STRING* const imprint =
      TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info));
  const std::string_view stated{
      static_cast<const char*>(static_cast<const void*>(ASN1_STRING_get0_data(imprint))),
      static_cast<std::size_t>(ASN1_STRING_length(imprint))};
  if (stated != sha256_bytes(stamped) && stated != sha512_bytes(stamped)) {
    result.problem = "it stamps something else than manifest.json";
    return result;
  }
  result.at = instant_of(TS_TST_INFO_get_time(info));
  for (const std::string& authority : authorities) {
    result.is_trusted = result.is_trusted || is_signed_by(response.get(), authority, stamped);
  }
  if (!authorities.empty() && !result.is_trusted) {
    result.problem = "none of the authorities that are held has signed it";
  }
  return result;
}

}  // namespace firedrill
