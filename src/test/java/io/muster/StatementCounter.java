package io.muster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;

/** Counts the statements that one thread sends to the database. */
@TestComponent
public class StatementCounter implements BeanPostProcessor, QueryExecutionListener {

    private static final ThreadLocal<List<String>> COUNTED = new ThreadLocal<>();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source
                ? ProxyDataSourceBuilder.create(source).listener(this).build()
                : bean;
    }

    /** The statements that this thread sends while it does something. */
    public static List<String> during(Runnable action) {
        List<String> statements = new CopyOnWriteArrayList<>();
        COUNTED.set(statements);
        try {
            action.run();
        } finally {
            COUNTED.remove();
        }
        return statements;
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        // Only what has been sent counts.
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        List<String> counted = COUNTED.get();
        if (counted != null) {
            queries.forEach(query -> counted.add(query.getQuery()));
        }
    }
}
