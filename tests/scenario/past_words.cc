#include "tests/scenario/past_words.h"

#include "services/domain/dates.h"

namespace cardledger::tests {

absl::StatusOr<engine::PastPoint> TakePastPoint(Step& step) {
  engine::PastPoint point{step.world.ledger().view()->position};
  if (step.words.Has("at")) {
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t position, step.words.TakeNumber("at"));
    point.position = static_cast<uint64_t>(position);
  }
  if (step.words.Has("on")) {
    CARDLEDGER_ASSIGN_OR_RETURN(const google::type::Date date, step.words.TakeDate("on"));
    point.day = domain::DayOf(date);
  }
  return point;
}

}  // namespace cardledger::tests
