package dev.fathom.codec;

import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.ChangeStateRequest;
import dev.fathom.codec.msg.ChangeStateResponse;
import dev.fathom.codec.msg.Clock;
import dev.fathom.codec.msg.ColorRgba;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.DepthStatus;
import dev.fathom.codec.msg.DescribeParametersRequest;
import dev.fathom.codec.msg.DescribeParametersResponse;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.codec.msg.DisparityImage;
import dev.fathom.codec.msg.DropCount;
import dev.fathom.codec.msg.Duration;
import dev.fathom.codec.msg.FloatingPointRange;
import dev.fathom.codec.msg.GetAvailableStatesRequest;
import dev.fathom.codec.msg.GetAvailableStatesResponse;
import dev.fathom.codec.msg.GetAvailableTransitionsRequest;
import dev.fathom.codec.msg.GetAvailableTransitionsResponse;
import dev.fathom.codec.msg.GetParameterTypesRequest;
import dev.fathom.codec.msg.GetParameterTypesResponse;
import dev.fathom.codec.msg.GetParametersRequest;
import dev.fathom.codec.msg.GetParametersResponse;
import dev.fathom.codec.msg.GetStateRequest;
import dev.fathom.codec.msg.GetStateResponse;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Imu;
import dev.fathom.codec.msg.IntegerRange;
import dev.fathom.codec.msg.KeyValue;
import dev.fathom.codec.msg.LaserScan;
import dev.fathom.codec.msg.LifecycleState;
import dev.fathom.codec.msg.LifecycleTransition;
import dev.fathom.codec.msg.ListParametersRequest;
import dev.fathom.codec.msg.ListParametersResponse;
import dev.fathom.codec.msg.ListParametersResult;
import dev.fathom.codec.msg.Log;
import dev.fathom.codec.msg.Odometry;
import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.ParameterEvent;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.codec.msg.Path;
import dev.fathom.codec.msg.Point;
import dev.fathom.codec.msg.Point32;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.PointStamped;
import dev.fathom.codec.msg.Polygon;
import dev.fathom.codec.msg.PolygonStamped;
import dev.fathom.codec.msg.Pose;
import dev.fathom.codec.msg.PoseArray;
import dev.fathom.codec.msg.PoseStamped;
import dev.fathom.codec.msg.PoseWithCovariance;
import dev.fathom.codec.msg.PoseWithCovarianceStamped;
import dev.fathom.codec.msg.Quaternion;
import dev.fathom.codec.msg.QuaternionStamped;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.SetParametersAtomicallyRequest;
import dev.fathom.codec.msg.SetParametersAtomicallyResponse;
import dev.fathom.codec.msg.SetParametersRequest;
import dev.fathom.codec.msg.SetParametersResponse;
import dev.fathom.codec.msg.SetParametersResult;
import dev.fathom.codec.msg.StageLatency;
import dev.fathom.codec.msg.StdBool;
import dev.fathom.codec.msg.StdByte;
import dev.fathom.codec.msg.StdEmpty;
import dev.fathom.codec.msg.StdFloat32;
import dev.fathom.codec.msg.StdFloat64;
import dev.fathom.codec.msg.StdInt16;
import dev.fathom.codec.msg.StdInt32;
import dev.fathom.codec.msg.StdInt64;
import dev.fathom.codec.msg.StdInt8;
import dev.fathom.codec.msg.StdString;
import dev.fathom.codec.msg.StdUInt16;
import dev.fathom.codec.msg.StdUInt32;
import dev.fathom.codec.msg.StdUInt64;
import dev.fathom.codec.msg.StdUInt8;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.Time;
import dev.fathom.codec.msg.Transform;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.codec.msg.TransitionDescription;
import dev.fathom.codec.msg.TransitionEvent;
import dev.fathom.codec.msg.Twist;
import dev.fathom.codec.msg.TwistStamped;
import dev.fathom.codec.msg.TwistWithCovariance;
import dev.fathom.codec.msg.TwistWithCovarianceStamped;
import dev.fathom.codec.msg.Vector3;
import dev.fathom.codec.msg.Vector3Stamped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The message types that Fathom knows. */
public final class Messages {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          Duration.class,
          Time.class,
          ColorRgba.class,
          Header.class,
          StdBool.class,
          StdByte.class,
          StdEmpty.class,
          StdFloat32.class,
          StdFloat64.class,
          StdInt16.class,
          StdInt32.class,
          StdInt64.class,
          StdInt8.class,
          StdString.class,
          StdUInt16.class,
          StdUInt32.class,
          StdUInt64.class,
          StdUInt8.class,
          Point.class,
          Point32.class,
          PointStamped.class,
          Polygon.class,
          PolygonStamped.class,
          Pose.class,
          PoseArray.class,
          PoseStamped.class,
          PoseWithCovariance.class,
          PoseWithCovarianceStamped.class,
          Quaternion.class,
          QuaternionStamped.class,
          Transform.class,
          TransformStamped.class,
          Twist.class,
          TwistStamped.class,
          TwistWithCovariance.class,
          TwistWithCovarianceStamped.class,
          Vector3.class,
          Vector3Stamped.class,
          CameraInfo.class,
          CompressedImage.class,
          Image.class,
          Imu.class,
          LaserScan.class,
          PointCloud2.class,
          PointField.class,
          RegionOfInterest.class,
          DisparityImage.class,
          Odometry.class,
          Path.class,
          TfMessage.class,
          DiagnosticArray.class,
          DiagnosticStatus.class,
          KeyValue.class,
          Clock.class,
          FloatingPointRange.class,
          IntegerRange.class,
          ListParametersResult.class,
          Log.class,
          Parameter.class,
          ParameterDescriptor.class,
          ParameterEvent.class,
          ParameterType.class,
          ParameterValue.class,
          SetParametersResult.class,
          DescribeParametersRequest.class,
          DescribeParametersResponse.class,
          GetParameterTypesRequest.class,
          GetParameterTypesResponse.class,
          GetParametersRequest.class,
          GetParametersResponse.class,
          ListParametersRequest.class,
          ListParametersResponse.class,
          SetParametersAtomicallyRequest.class,
          SetParametersAtomicallyResponse.class,
          SetParametersRequest.class,
          SetParametersResponse.class,
          LifecycleState.class,
          LifecycleTransition.class,
          TransitionDescription.class,
          TransitionEvent.class,
          ChangeStateRequest.class,
          ChangeStateResponse.class,
          GetStateRequest.class,
          GetStateResponse.class,
          GetAvailableStatesRequest.class,
          GetAvailableStatesResponse.class,
          GetAvailableTransitionsRequest.class,
          GetAvailableTransitionsResponse.class,
          DepthStatus.class,
          DropCount.class,
          StageLatency.class);

  private static final Map<String, Class<? extends Record>> BY_TYPE = byType();

  private Messages() {}

  /** The codec of a type named as in {@code sensor_msgs/msg/Image}; null if it is unknown. */
  public static @Nullable MessageCodec<?> forType(String rosType) {
    Class<? extends Record> message = BY_TYPE.get(rosType);
    return message == null ? null : MessageCodec.of(message);
  }

  /** The record of a known type. */
  public static Class<? extends Record> recordOf(String rosType) {
    Class<? extends Record> message = BY_TYPE.get(rosType);
    if (message == null) {
      throw new IllegalArgumentException("unknown message type '" + rosType + "'");
    }
    return message;
  }

  /** The codecs of all known types. */
  public static Collection<MessageCodec<?>> all() {
    return RECORDS.stream().<MessageCodec<?>>map(MessageCodec::of).toList();
  }

  private static Map<String, Class<? extends Record>> byType() {
    Map<String, Class<? extends Record>> types = new LinkedHashMap<>();
    RECORDS.forEach(message -> types.put(FieldType.rosType(message), message));
    return types;
  }
}
