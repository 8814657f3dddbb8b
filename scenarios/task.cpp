#include "scenarios/task.hpp"

namespace firedrill {

FramePool::Sweeper::~Sweeper() {
  for (FreeFrame* frame : freed) {
    while (frame != nullptr) {
      FreeFrame* const next = frame->next;
      ::operator delete(frame);
      frame = next;
    }
  }
  freed = {};
}

void* FramePool::allocate_on_heap(std::size_t size) {
  [[maybe_unused]] static thread_local const Sweeper sweeper{};  // sweeps when the thread ends
  const std::size_t size_class = (size - 1) / class_size;
  return ::operator new(size_class < class_count ? (size_class + 1) * class_size : size);
}

}  // namespace firedrill
