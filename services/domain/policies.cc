#include "services/domain/policies.h"

#include "services/domain/dates.h"

namespace cardledger::domain {

Day ValidFrom(const policy::v1::SchemePolicy& checked) { return DayOf(checked.valid_from()); }

const ActivePolicy* Policies::InForce(Day effective) const {
  const ActivePolicy* governing = nullptr;
  for (const ActivePolicy& policy : activated_) {
    if (policy.valid_from > effective) continue;
    if (governing == nullptr || policy.valid_from >= governing->valid_from) governing = &policy;
  }
  return governing;
}

}  // namespace cardledger::domain
