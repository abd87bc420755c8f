"""What the launch files share: arguments of a Fathom node, and the processes that they describe."""

from pathlib import Path

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node

SHARE = Path(__file__).parent.parent

# Under the node's name; what RViz shows of them is in rviz/fathom.rviz.
PRODUCTS = [
    'depth/image_rect', 'depth/camera_info', 'depth/sigma', 'disparity', 'points', 'points/obstacles',
    'points/clearing']
CLOUDS = ['points', 'points/obstacles', 'points/clearing']


def switch(name, default, description):
    """An argument that is true or false."""
    return DeclareLaunchArgument(name, default_value=default, choices=['true', 'false'], description=description)


def mono_arguments():
    """What one camera's launch files ask for."""
    return [
        DeclareLaunchArgument(
            'image', default_value='/camera/image_raw',
            description="The camera's images; a name that begins with image_rect means rectified ones."),
        DeclareLaunchArgument(
            'camera_info', default_value='', description='Its calibration. Empty: camera_info beside the images.')]


def stereo_arguments():
    """What a stereo pair's launch files ask for."""
    return [argument for side in ('left', 'right') for argument in (
        DeclareLaunchArgument(
            side, default_value=f'/{side}/image_raw',
            description=f"The {side} camera's images; a name that begins with image_rect means rectified ones."),
        DeclareLaunchArgument(
            f'{side}_info', default_value='', description='Its calibration. Empty: camera_info beside the images.'))]


def common_arguments(params_file, use_sim_time='false'):
    """Arguments of every launch file; params_file is the default one, under config/."""
    return [
        DeclareLaunchArgument(
            'namespace', default_value='',
            description='Namespace of the node and of everything it publishes, such as robot1.'),
        DeclareLaunchArgument(
            'name', default_value='fathom',
            description='Name of the node; its topics stand under it, as in /fathom/points.'),
        DeclareLaunchArgument(
            'params_file', default_value=str(SHARE / 'config' / params_file),
            description='ROS parameter file. There is one by kind of robot in share/fathom/config/robots.'),
        DeclareLaunchArgument(
            'model', default_value='',
            description='Depth network: a name in share/fathom/models or the folder of a SavedModel. '
                        'Empty: as the parameter file says.'),
        DeclareLaunchArgument(
            'transport', default_value='auto', choices=['auto', 'rcl', 'dds', 'rcljava'],
            description='How ROS is reached: through its own C library (rcl), by DDS without any ROS installation, '
                        'through a workspace with rcljava, or the first that is there.'),
        DeclareLaunchArgument(
            'image_transport', default_value='raw', choices=['raw', 'compressed'],
            description='Whether images arrive raw, or as JPEG or PNG on TOPIC/compressed.'),
        switch('use_sim_time', use_sim_time, 'Whether time comes from /clock: for simulators and recordings.'),
        switch('autostart', 'true', 'Whether the node configures and activates itself; '
                                    'else a life cycle manager does, or ros2 lifecycle set.'),
        DeclareLaunchArgument(
            'log_level', default_value='info', choices=['debug', 'info', 'warn', 'error', 'fatal'],
            description='Least severity that is logged.'),
        DeclareLaunchArgument(
            'processes', default_value='one', choices=['one', 'stage'],
            description='One process that hands images over without copying them, or a process for each stage: '
                        'depth and clouds.'),
        switch('gpu', 'false', "Whether TensorFlow's CUDA build is used; the workspace must have been built with it."),
        switch('respawn', 'false', 'Whether a process that ends is started again after two seconds.'),
        *rviz_arguments(),
    ]


def rviz_arguments():
    """Arguments that RViz is started by."""
    return [
        switch('rviz', 'false', 'Whether RViz shows image, depth, standard deviation and clouds.'),
        DeclareLaunchArgument(
            'rviz_config', default_value=str(SHARE / 'rviz' / 'fathom.rviz'),
            description='RViz configuration.'),
        DeclareLaunchArgument(
            'fixed_frame', default_value='',
            description="RViz's fixed frame; a camera without TF needs its own optical frame here. "
                        'Empty: as the RViz configuration says.'),
    ]


def value(context, name):
    """What an argument was given as."""
    return LaunchConfiguration(name).perform(context)


def fathom_node(context, pipeline, name, remappings, parameters):
    """One process; parameters win over the parameter file."""
    gpu = ['--gpu'] if value(context, 'gpu') == 'true' else []
    return Node(
        package='fathom', executable='fathom', name=name, namespace=value(context, 'namespace'),
        arguments=[*gpu, 'node', pipeline],
        ros_arguments=['--log-level', value(context, 'log_level')],
        parameters=[value(context, 'params_file'), parameters],
        remappings=remappings,
        respawn=value(context, 'respawn') == 'true', respawn_delay=2.0,
        output='screen', emulate_tty=True)


def nodes(context, pipeline, inputs):
    """The processes of a pipeline; inputs are remappings of what it subscribes to."""
    name = value(context, 'name')
    parameters = {
        'transport': value(context, 'transport'),
        'image_transport': value(context, 'image_transport'),
        'use_sim_time': value(context, 'use_sim_time') == 'true',
        'autostart': value(context, 'autostart') == 'true',
    }
    if value(context, 'model'):
        parameters['model'] = value(context, 'model')
    if value(context, 'processes') == 'one':
        return [fathom_node(context, pipeline, name, inputs, parameters)]
    clouds = [(f'~/{topic}', f'{name}/{topic}') for topic in CLOUDS]
    depth = [(topic, f'{name}/{topic}') for topic in ('depth/image_rect', 'depth/camera_info', 'depth/sigma')]
    return [
        fathom_node(context, pipeline, name, inputs, {**parameters, 'stages': 'depth'}),
        fathom_node(context, 'cloud', f'{name}_cloud', depth + clouds, parameters)]


def calibration(context, argument, image):
    """The camera_info topic that an argument names, else the one beside the images."""
    return value(context, argument) or f"{image.rsplit('/', 1)[0]}/camera_info"


def mono(context):
    """Depth from one camera, and RViz on it."""
    image = value(context, 'image')
    inputs = [('image', image), ('camera_info', calibration(context, 'camera_info', image))]
    return [*nodes(context, 'mono', inputs), rviz(context, image)]


def stereo(context):
    """Depth from a stereo pair, and RViz on it."""
    inputs = []
    for side in ('left', 'right'):
        image = value(context, side)
        inputs += [(f'{side}/image', image), (f'{side}/camera_info', calibration(context, f'{side}_info', image))]
    return [*nodes(context, 'stereo', inputs), rviz(context, value(context, 'left'))]


def rviz(context, image):
    """RViz on the node's topics, whatever its name and namespace are."""
    prefix = '/'.join(part for part in ('', value(context, 'namespace').strip('/'), value(context, 'name')) if part)
    frame = value(context, 'fixed_frame')
    return Node(
        package='rviz2', executable='rviz2', name='rviz2',
        arguments=['-d', value(context, 'rviz_config'), *(['-f', frame] if frame else [])],
        remappings=[('/camera/image_raw', image), *((f'/fathom/{p}', f'/{prefix}/{p}') for p in PRODUCTS)],
        parameters=[{'use_sim_time': value(context, 'use_sim_time') == 'true'}],
        condition=IfCondition(LaunchConfiguration('rviz')), output='log')


def description(arguments, actions):
    """A launch description whose actions are made when its arguments are known."""
    return LaunchDescription([*arguments, OpaqueFunction(function=actions)])
