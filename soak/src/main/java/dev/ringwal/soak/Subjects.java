package dev.ringwal.soak;

/** Which topic a record has follows from its id. @param topics how many there are beside the default one; 0 in a history without */
record Subjects(int topics) {

    /** The name of the topic of that number; empty for the default one, number 0. */
    String name(int number) {
        return number == 0 ? "" : "topic " + number;
    }

    /** The topic of the record with that id. */
    String of(long id) {
        return name((int) (id * 31 % 97 % (topics + 1)));
    }
}
