package dev.fathom.ros.rcl;

import com.sun.jna.Pointer;

/**
 * The functions of librcl.so that we call, under their names in C. Pointers and {@code size_t} are
 * longs, {@code bool} a byte; return values are {@code rcl_ret_t} unless the name says otherwise.
 *
 * <p>A pointer to memory that only the caller's frame knows is a {@link Pointer}: it keeps the
 * memory from being collected during the call, which its address as a long would not.
 *
 * <p>Source: the headers of ros2/rcl, which agree in all of these from Humble to Rolling.
 */
@SuppressWarnings("MemberName") // The names are C's.
final class Rcl {
  private Rcl() {}

  static native int rcl_init_options_init(long options, AllocatorValue allocator);

  static native int rcl_init_options_fini(long options);

  static native int rcl_init(int argc, Pointer argv, long options, long context);

  static native int rcl_arguments_get_count_unparsed_ros(long arguments);

  static native int rcl_shutdown(long context);

  static native int rcl_context_fini(long context);

  static native int rcl_logging_configure(long globalArguments, long allocator);

  static native int rcl_logging_fini();

  static native int rcl_logging_rosout_init_publisher_for_node(long node);

  static native int rcl_logging_rosout_fini_publisher_for_node(long node);

  static native OptionsValue rcl_node_get_default_options();

  static native int rcl_node_init(
      long node, Pointer name, Pointer namespace, long context, Pointer options);

  static native int rcl_node_fini(long node);

  static native long rcl_node_get_fully_qualified_name(long node);

  static native long rcl_node_get_logger_name(long node);

  static native int rcl_node_resolve_name(
      long node,
      Pointer input,
      AllocatorValue allocator,
      byte isService,
      byte onlyExpand,
      Pointer output);

  static native OptionsValue rcl_publisher_get_default_options();

  static native int rcl_publisher_init(
      long publisher, long node, long typeSupport, Pointer topic, Pointer options);

  static native int rcl_publisher_fini(long publisher, long node);

  static native long rcl_publisher_get_topic_name(long publisher);

  static native int rcl_publisher_get_subscription_count(long publisher, long count);

  static native int rcl_publish_serialized_message(long publisher, long message, long allocation);

  static native OptionsValue rcl_subscription_get_default_options();

  static native int rcl_subscription_init(
      long subscription, long node, long typeSupport, Pointer topic, Pointer options);

  static native int rcl_subscription_fini(long subscription, long node);

  static native long rcl_subscription_get_topic_name(long subscription);

  static native int rcl_subscription_get_publisher_count(long subscription, long count);

  static native int rcl_take_serialized_message(
      long subscription, long message, long info, long allocation);

  static native OptionsValue rcl_service_get_default_options();

  static native int rcl_service_init(
      long service, long node, long typeSupport, Pointer name, Pointer options);

  static native int rcl_service_fini(long service, long node);

  static native long rcl_service_get_service_name(long service);

  static native int rcl_take_request(long service, Pointer header, long request);

  static native int rcl_send_response(long service, Pointer header, long response);

  static native int rcl_guard_condition_init(
      long condition, long context, AllocatorValue optionsThatAreAnAllocator);

  static native int rcl_guard_condition_fini(long condition);

  static native int rcl_trigger_guard_condition(long condition);

  static native int rcl_wait_set_init(
      long set,
      long subscriptions,
      long guardConditions,
      long timers,
      long clients,
      long services,
      long events,
      long context,
      AllocatorValue allocator);

  static native int rcl_wait_set_fini(long set);

  static native int rcl_wait_set_resize(
      long set,
      long subscriptions,
      long guardConditions,
      long timers,
      long clients,
      long services,
      long events);

  static native int rcl_wait_set_clear(long set);

  static native int rcl_wait_set_add_subscription(long set, long subscription, long index);

  static native int rcl_wait_set_add_guard_condition(long set, long condition, long index);

  static native int rcl_wait_set_add_service(long set, long service, long index);

  static native int rcl_wait(long set, long timeoutNanos);

  static native int rcl_get_publishers_info_by_topic(
      long node, long allocator, Pointer topic, byte noMangle, Pointer infos);

  static native int rcl_get_subscriptions_info_by_topic(
      long node, long allocator, Pointer topic, byte noMangle, Pointer infos);
}
