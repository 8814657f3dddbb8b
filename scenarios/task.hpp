// Coroutine tasks: lazy, owned by their caller, cheap. A one-slot relay (trampoline) stands in
// place of symmetric transfer, which overflows the stack of g++ 12 builds without optimisation;
// frames come from a pool, so that a replication allocates nothing after warm-up. Example: Task<>
// drill(World& world) { Operation pause{world, wait, 1min}; co_await pause; }
#pragma once

#include <array>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <new>
#include <utility>

namespace firedrill {

// Memory for coroutine frames: freed frames are kept, by size class, for the next one of that size
// on the same thread, and given back when the thread ends.
class FramePool {
 public:
  static void* allocate(std::size_t size) {
    const std::size_t size_class = (size - 1) / class_size;
    if (size_class < class_count && freed[size_class] != nullptr) {
      return std::exchange(freed[size_class], freed[size_class]->next);
    }
    return allocate_on_heap(size);
  }

  static void release(void* frame, std::size_t size) noexcept {
    const std::size_t size_class = (size - 1) / class_size;
    if (size_class < class_count) {
      freed[size_class] = ::new (frame) FreeFrame{freed[size_class]};
    } else {
      ::operator delete(frame);
    }
  }

 private:
  struct FreeFrame {
    FreeFrame* next;
  };
  struct Sweeper {
    ~Sweeper();
  };

  static void* allocate_on_heap(std::size_t size);

  // Frames of up to 4 KiB are kept, in classes of 64 bytes.
  static constexpr std::size_t class_size = 64;
  static constexpr std::size_t class_count = 64;
  // Without a destructor, so that reaching it needs no check that it has been constructed.
  static inline constinit thread_local std::array<FreeFrame*, class_count> freed{};
};

namespace detail {
// The coroutine to run next, when the running one has suspended or ended.
inline constinit thread_local std::coroutine_handle<> relay{};
}  // namespace detail

// Runs `handle` and everything it hands over to, until all of it waits for the world.
inline void resume(std::coroutine_handle<> handle) {
  handle.resume();
  while (detail::relay) {
    std::exchange(detail::relay, {}).resume();
  }
}

// A coroutine that returns nothing; awaiting it runs it, and an exception in it reaches the
// awaiter.
class [[nodiscard]] Task {
 public:
  struct promise_type {
    std::coroutine_handle<> parent{};
    std::exception_ptr error;

    Task get_return_object() {
      return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct ToAwaiter : std::suspend_always {
        void await_suspend(std::coroutine_handle<promise_type> self) noexcept {
          detail::relay = self.promise().parent;
        }
      };
      return ToAwaiter{};
    }
    void return_void() noexcept {}
    void unhandled_exception() { error = std::current_exception(); }

    static void* operator new(std::size_t size) { return FramePool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept {
      FramePool::release(frame, size);
    }
  };

  Task() = default;
  explicit Task(std::coroutine_handle<promise_type> frame) : frame_{frame} {}
  Task(Task&& other) noexcept : frame_{std::exchange(other.frame_, {})} {}
  Task& operator=(Task&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (frame_) {
      frame_.destroy();
    }
  }

  // Starts a task that nobody awaits; its owner keeps it alive and asks is_done() later.
  void start() const { resume(frame_); }

  // True when the task has ended; throws what the task threw.
  [[nodiscard]] bool is_done() const {
    if (frame_.promise().error) {
      std::rethrow_exception(frame_.promise().error);
    }
    return frame_.done();
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> parent) const noexcept {
    frame_.promise().parent = parent;
    detail::relay = frame_;
  }
  void await_resume() const {
    if (frame_.promise().error) {
      std::rethrow_exception(frame_.promise().error);
    }
  }

 private:
  std::coroutine_handle<promise_type> frame_{};
};

}  // namespace firedrill
