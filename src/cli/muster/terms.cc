// What has reached its term, ended at once: after a copy was put back.
#include "instance.h"
#include <documents/documents.h>

#include <evidence/retention.h>
#include <reports/service.h>

namespace muster::cli {
namespace {

constexpr const char* kTermsActor = "system:clock";

}  // namespace

evidence::Retention retention_of(Instance& instance) {
  return {instance.database, instance.recorder, instance.policy, instance.data + "/evidence"};
}

Result<void> end_terms(Instance& instance) {
  for (bool more = true; more;) {
    MUSTER_TRY(const auto ticked, instance.reports.tick());
    more = ticked.delivered + ticked.forgotten > 0;
  }
  for (int some = 1; some > 0;) {
    MUSTER_TRY(some, instance.documents.sweep(kTermsActor));
  }
  MUSTER_CHECK_OK(retention_of(instance).sweep(kTermsActor));
  return {};
}

}  // namespace muster::cli
