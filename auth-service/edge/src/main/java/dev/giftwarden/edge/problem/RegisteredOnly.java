package dev.giftwarden.edge.problem;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A native executable writes an answer only if its type is registered, and Quarkus does not find
/// types behind a `Response`: without this, tests on the JVM would pass, and the executable would
/// answer 500. In tests, writing a type of ours is refused unless it or one that holds it carries
/// [RegisterForReflection].
@Singleton
class RegisteredOnly implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    if (LaunchMode.current() == LaunchMode.TEST) {
      mapper.registerModule(Check.module());
    }
  }

  static final class Check extends BeanSerializerModifier {
    private static final String OURS = "dev.giftwarden.";
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // tests write no mappers
    private final Set<Class<?>> held = ConcurrentHashMap.newKeySet();

    static Module module() {
      return new SimpleModule().setSerializerModifier(new Check());
    }

    /// Holders are asked for before what they hold.
    @Override
    public JsonSerializer<?> modifySerializer(
        SerializationConfig config, BeanDescription type, JsonSerializer<?> serializer) {
      Class<?> written = type.getBeanClass();
      if (written.getName().startsWith(OURS) && !isRegistered(written)) {
        throw new IllegalStateException(
            written.getName() + " is written as JSON and lacks @RegisterForReflection");
      }
      return serializer;
    }

    private boolean isRegistered(Class<?> written) {
      var annotation = written.getAnnotation(RegisterForReflection.class);
      if (annotation != null && annotation.registerFullHierarchy()) {
        hold(written);
      }
      return annotation != null || held.contains(written);
    }

    private void hold(Type holder) {
      if (holder instanceof ParameterizedType generic) {
        for (Type argument : generic.getActualTypeArguments()) {
          hold(argument);
        }
      }
      if (holder instanceof Class<?> type && held.add(type) && type.isRecord()) {
        for (var component : type.getRecordComponents()) {
          hold(component.getGenericType());
        }
      }
    }
  }
}
