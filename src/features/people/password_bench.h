// The bench where passwords are hashed: few places, few waiting, so that sign-ins never eat the machine.
#pragma once
#include <condition_variable>
#include <mutex>

namespace cairn::people {

class PasswordBench {
 public:
  PasswordBench(int places, int waiting) : places_(places), most_waiting_(waiting) {}
  void enter();  // fails: 503 busy when those who wait are too many
  void leave();
  int waiting() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable free_;
  int places_;
  int most_waiting_;
  int waiting_ = 0;
};

}  // namespace cairn::people
