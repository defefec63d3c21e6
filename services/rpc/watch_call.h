#pragma once

// One WatchEntries stream. Reads a page of entries on the reader pool, writes those that pass its
// filter, and that the caller may reach, one by one as the client takes them, and when it has
// looked at all waits at the EntryFeed. Who calls and what they may reach is asked again whenever
// the journal has gone on, and once a minute in any case, so that nothing is
// written by a right that has ended, and none whose caller has gone is kept open. Now and then it
// says how far it has looked, so that a stream whose filter lets little pass can be resumed, and is
// never taken for a dead one. Holds no snapshot between pages, so a slow client keeps nothing alive
// but its page; one that takes nothing for too long is cut off. Ends at until_sequence, when the
// client goes, or with UNAVAILABLE (STOPPING) when the server stops: the client resumes after the
// last sequence it has. Threads: at any time one of gRPC, the reader pool or the feed drives it;
// OnCancel and Drain come from others and only leave a note, unless it waits. Deletes itself in
// OnDone.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/server_callback.h"

#include "base/mutex.h"
#include "cardledger/v1/journal.pb.h"
#include "services/engine/reads.h"
#include "services/rpc/edge.h"
#include "services/rpc/entry_feed.h"
#include "services/rpc/entry_filter.h"
#include "services/rpc/open_streams.h"

namespace cardledger::rpc {

class WatchCall final : public grpc::ServerWriteReactor<v1::WatchEntriesResponse>,
                        public OpenStream,
                        public EntryFeed::Waiter {
 public:
  // What a stream needs of the service that begins it; all of it outlives the stream.
  struct Place {
    const Edge& edge;
    EntryFeed& feed;
    OpenStreams& streams;
    Call call;
  };

  // A stream over an admitted, well-formed request; begins at once. Finishes itself.
  static WatchCall* Begin(const Place& place, const v1::WatchEntriesRequest& request);
  // A stream that ends at once.
  static WatchCall* Refuse(const Place& place, grpc::Status status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void Drain() override;
  void LookAfter(int64_t now_us) override;
  void Wake() override;

 private:
  explicit WatchCall(const Place& place)
      : edge_(place.edge), feed_(place.feed), streams_(place.streams), call_(place.call) {}

  void QueuePage();
  void ReadPage();
  absl::Status FillPage();
  // Leaves of the page, from `first` on, what the caller may reach now; fails where they may not
  // choose entries like that.
  absl::Status KeepReachable(const ReadScope& scope, size_t first);
  // Who calls, and what they may reach now.
  absl::StatusOr<std::unique_ptr<const ReadScope>> AskAgain();
  // Asks again for what is left of the page, where the journal or the time has gone on.
  absl::Status LookAgain();
  // Whether it was asked too long ago.
  bool MustAsk(int64_t now_us) const;
  // Cuts the stream off where its client takes nothing.
  void EndIfSlow(int64_t now_us);
  void WriteNext();
  void Write(const grpc::WriteOptions& options);
  void WriteEntry(engine::Reader::StoredEntry& stored);
  // Whether it is time to say how far it has looked.
  bool MustTell() const;
  void WriteProgress();
  void WaitForMore();
  // Notes why to end; ends at once if nobody drives the stream.
  void Stop(const absl::Status& status);
  // Ends with what Stop noted; whether it did.
  bool EndIfStopped();
  void End(const absl::Status& status);

  const Edge& edge_;
  EntryFeed& feed_;
  OpenStreams& streams_;
  const Call call_;

  // Of whoever drives the stream.
  EntryFilter filter_;
  uint64_t next_ = 0;   // sequence to look at next, once the page is sent
  uint64_t until_ = 0;  // the last wanted
  uint64_t told_ = 0;   // the client knows that all up to this one were looked at
  std::vector<engine::Reader::StoredEntry> page_;  // what passes
  size_t page_sent_ = 0;
  bool at_end_ = false;      // the journal had no more when the page was read
  bool begun_ = false;       // something was written
  uint64_t reached_at_ = 0;  // position by which the page was looked through for the caller
  bool partial_ = false;     // the caller does not reach everything
  v1::WatchEntriesResponse response_;

  std::atomic<int64_t> asked_us_ = 0;        // when AskAgain was called last
  std::atomic<int64_t> write_begun_us_ = 0;  // of the write that the client has not taken; else 0

  base::Mutex mutex_;
  std::optional<absl::Status> stop_ ABSL_GUARDED_BY(mutex_);
  bool waiting_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace cardledger::rpc
