package dev.fathom.ros.rcljava;

import dev.fathom.codec.msg.Bytes;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.List;

/** How the value of one field goes from Fathom's record to a message of rcljava and back. */
interface FieldForm {
  /** The value for the message's setter. */
  Object toJava(Object value);

  /** The value for the record's constructor. */
  Object toFathom(Object value);

  /** Both have the same type. */
  FieldForm SAME =
      new FieldForm() {
        @Override
        public Object toJava(Object value) {
          return value;
        }

        @Override
        public Object toFathom(Object value) {
          return value;
        }
      };

  /** A view on bytes; rcljava has a list of them and asks for each. */
  FieldForm BYTES =
      new FieldForm() {
        @Override
        public Object toJava(Object value) {
          return new ByteList((Bytes) value);
        }

        @Override
        public Object toFathom(Object value) {
          List<?> list = (List<?>) value;
          byte[] bytes = new byte[list.size()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (Byte) list.get(i);
          }
          return Bytes.of(bytes);
        }
      };

  /** Lent bytes. */
  final class ByteList extends AbstractList<Byte> {
    private final byte[] array;
    private final int offset;
    private final int length;

    ByteList(Bytes bytes) {
      array = bytes.array();
      offset = bytes.offset();
      length = bytes.length();
    }

    @Override
    public Byte get(int index) {
      return array[offset + index];
    }

    @Override
    public int size() {
      return length;
    }
  }

  /** Numbers without a sign: wide enough in a record, with wrapped values in rcljava. */
  static FieldForm unsigned(Class<?> javaType) {
    boolean isByte = javaType == byte.class;
    return new FieldForm() {
      @Override
      public Object toJava(Object value) {
        int number = (Integer) value;
        return isByte ? (Object) (byte) number : (Object) (short) number;
      }

      @Override
      public Object toFathom(Object value) {
        return isByte ? Byte.toUnsignedInt((Byte) value) : Short.toUnsignedInt((Short) value);
      }
    };
  }

  /** An array of numbers; a list in rcljava. */
  static FieldForm array(Class<?> element) {
    return new FieldForm() {
      @Override
      public Object toJava(Object value) {
        return new AbstractList<Object>() {
          @Override
          public Object get(int index) {
            return Array.get(value, index);
          }

          @Override
          public int size() {
            return Array.getLength(value);
          }
        };
      }

      @Override
      public Object toFathom(Object value) {
        List<?> list = (List<?>) value;
        Object array = Array.newInstance(element, list.size());
        for (int i = 0; i < list.size(); i++) {
          Array.set(array, i, list.get(i));
        }
        return array;
      }
    };
  }

  /** A list of messages. */
  static FieldForm list(FieldForm element) {
    return new FieldForm() {
      @Override
      public Object toJava(Object value) {
        return ((List<?>) value).stream().map(element::toJava).toList();
      }

      @Override
      public Object toFathom(Object value) {
        return ((List<?>) value).stream().map(element::toFathom).toList();
      }
    };
  }
}
