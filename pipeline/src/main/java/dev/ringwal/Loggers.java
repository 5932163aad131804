package dev.ringwal;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Finds the logger. Where the application brings no SLF4J provider, SLF4J would say so on stderr at its first use; a library is not
 * to write there, so then it is not used at all.
 */
final class Loggers {

    /** Once found it stays: SLF4J itself looks only once, and looking takes longer than all else of opening a small log. */
    private static volatile @Nullable Logger found;

    private Loggers() {
    }

    static Logger logger() {
        Logger logger = found;
        if (logger == null) {
            logger = providerThere() ? LoggerFactory.getLogger(WriteAheadLog.class) : NOPLogger.NOP_LOGGER;
            found = logger;
        }
        return logger;
    }

    private static boolean providerThere() {
        if (System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null) {
            return true;
        }
        try {
            ClassLoader loader = LoggerFactory.class.getClassLoader(); // SLF4J's own way to look for them
            return ServiceLoader.load(SLF4JServiceProvider.class, loader).iterator().hasNext();
        } catch (ServiceConfigurationError broken) {
            return false;
        }
    }
}
