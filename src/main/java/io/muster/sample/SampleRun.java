package io.muster.sample;

import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** {@code java -jar muster.jar --seed=customers:10000,users:50000,devices:100000}: fills an installation for a trial of its size. */
@Component
class SampleRun implements ApplicationRunner {

    private static final String OPTION = "seed";

    private final Sample sample;

    SampleRun(Sample sample) {
        this.sample = sample;
    }

    @Override
    @SuppressWarnings("SystemOut")
    public void run(ApplicationArguments arguments) {
        List<String> wanted = arguments.getOptionValues(OPTION);
        if (wanted == null) {
            return;
        }
        for (String size : wanted) {
            try {
                System.out.println("Made " + sample.make(SampleSize.of(size)));
            } catch (IllegalArgumentException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
