#pragma once

// Keeping repeated fields in order. Internal to domain. Pure.

namespace cardledger::domain {

// Moves the last element, just added, to `place`.
template <typename Elements>
void MoveLastTo(Elements& elements, int place) {
  for (int i = elements.size() - 1; i > place; --i) elements.SwapElements(i, i - 1);
}

}  // namespace cardledger::domain
