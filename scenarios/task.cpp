#include "scenarios/task.hpp"

#include <array>
#include <new>

namespace firedrill {
namespace {

// Frames of up to 4 KiB are kept in lists of 64-byte classes; larger ones go straight to the heap.
constexpr std::size_t class_size = 64;
constexpr std::size_t class_count = 64;

struct FreeFrame {
  FreeFrame* next;
};

class FreeLists {
 public:
  FreeLists() = default;
  FreeLists(const FreeLists&) = delete;
  FreeLists& operator=(const FreeLists&) = delete;
  ~FreeLists() {
    for (FreeFrame* frame : heads_) {
      while (frame != nullptr) {
        FreeFrame* const next = frame->next;
        ::operator delete(frame);
        frame = next;
      }
    }
  }

  void* take(std::size_t size_class) {
    FreeFrame* const frame = heads_[size_class];
    if (frame == nullptr) {
      return ::operator new((size_class + 1) * class_size);
    }
    heads_[size_class] = frame->next;
    return frame;
  }

  void keep(void* memory, std::size_t size_class) noexcept {
    heads_[size_class] = ::new (memory) FreeFrame{heads_[size_class]};
  }

 private:
  std::array<FreeFrame*, class_count> heads_{};
};

thread_local FreeLists free_lists;

}  // namespace

void* FramePool::allocate(std::size_t size) {
  const std::size_t size_class = (size - 1) / class_size;
  return size_class < class_count ? free_lists.take(size_class) : ::operator new(size);
}

void FramePool::release(void* frame, std::size_t size) noexcept {
  const std::size_t size_class = (size - 1) / class_size;
  if (size_class < class_count) {
    free_lists.keep(frame, size_class);
  } else {
    ::operator delete(frame);
  }
}

}  // namespace firedrill
