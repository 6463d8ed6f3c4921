package org.homeward;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModularityTest {

    private final ApplicationModules rooms = ApplicationModules.of(Homeward.class);

    @Test
    void rooms_have_no_cycles_and_use_only_what_others_offer() {
        rooms.verify();
    }

    @Test
    void the_house_is_drawn() {
        new Documenter(rooms).writeModulesAsPlantUml().writeIndividualModulesAsPlantUml();
    }
}
