package org.homeward.desk;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.homeward.household.Household;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One case for programs. */
@RestController
class HouseholdApi {

    private final Dossiers dossiers;

    HouseholdApi(Dossiers dossiers) {
        this.dossiers = dossiers;
    }

    @Operation(
            summary = "One case",
            description =
                    "Its members with the numbers that scans name, its stage, what it waits for and how it travels.")
    @GetMapping("/api/households/{caseNumber}")
    Case household(@PathVariable String caseNumber) {
        return Case.of(dossiers.open(caseNumber, Locale.ENGLISH));
    }

    /**
     * @param stage a stage of the journey; {@code ended} with its {@code endReason}
     * @param governorate P-code
     * @param priority 1 first to 4 last, null before vetting
     */
    record Case(
            String caseNumber,
            String stage,
            @Nullable String endReason,
            Instant since,
            @Nullable String governorate,
            int partySize,
            @Nullable Integer priority,
            boolean restricted,
            List<Member> members,
            List<Waiting> waitsFor,
            List<Leg> itinerary) {

        static Case of(Dossier dossier) {
            Household household = dossier.household();
            return new Case(
                    household.caseNumber(),
                    household.stage(),
                    household.endReason(),
                    household.stageSince(),
                    household.governorate(),
                    dossier.partySize(),
                    household.priority(),
                    household.restricted(),
                    dossier.members().stream().map(Member::of).toList(),
                    dossier.waitsFor(),
                    dossier.itinerary().stream()
                            .filter(leg -> !leg.itineraryState().equals("given back"))
                            .map(Leg::of)
                            .toList());
        }
    }

    /** @param id the person's id, as scans name it @param token which may stand for it there, and says nothing of the person */
    record Member(
            long id,
            UUID token,
            @Nullable String name,
            @Nullable String latinName,
            @Nullable LocalDate born,
            boolean bornEstimated,
            String sex,
            String relation,
            List<String> nationalities,
            List<String> needs,
            String place,
            List<Document> documents) {

        static Member of(Dossier.Member member) {
            Person person = member.person();
            return new Member(
                    person.id(),
                    person.token(),
                    person.name(),
                    person.latinName(),
                    person.born(),
                    person.bornEstimated(),
                    person.sex(),
                    person.relation(),
                    person.nationalities(),
                    person.needs(),
                    person.place(),
                    member.documents().stream()
                            .map(document -> new Document(
                                    document.kind(), document.number(), document.expires(), document.issuedBy()))
                            .toList());
        }
    }

    record Document(
            String kind,
            String number,
            @Nullable LocalDate expires,
            @Nullable String issuedBy) {}

    /** @param state of the movement */
    record Leg(String movement, String kind, String origin, String destination, OffsetDateTime departs, String state) {

        static Leg of(Dossier.Leg leg) {
            return new Leg(
                    leg.movement(), leg.kind(), leg.origin(), leg.destination(), leg.departs(), leg.movementState());
        }
    }
}
